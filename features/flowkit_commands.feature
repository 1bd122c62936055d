Feature: flowkit tells whether plans are true
  Somebody who has a plan types a command and learns what agrees, what does not, and what nobody knows.

  Rule: Plans are checked against themselves

    @SC-201
    Scenario: A wrong total is told with its line
      Given a plan that declares 3 tasks and defines 2
      When the plans are verified
      Then the command fails
      And it tells of count-mismatch at line 5 of the plan

    @SC-202
    Scenario: A plan in which all agrees
      Given a plan whose tasks are all open
      When the plans are verified
      Then the command succeeds
      And it says that nothing was found

    @SC-203
    Scenario Outline: Input that cannot be used
      Given a file of <content>
      When that file is verified
      Then it is refused without a traceback

      Examples:
        | content           |
        | bytes of no text  |
        | no plan           |
        | an endless line   |

  Rule: Plans are held against the repository

    @SC-204
    Scenario: A ticked task whose file was never made
      Given a plan whose task is ticked
      When the plans are verified
      Then the command fails
      And it tells of phantom-completion at the task

    @SC-205
    Scenario: A criterion that a test proves
      Given a plan whose task is ticked
      And the code that the task promises, with a test that verifies its criterion
      When the plans are verified after the tests ran
      Then the command succeeds
      And every marker is proven

    @SC-206
    Scenario: Code that changed since its test ran
      Given a plan whose task is ticked
      And the code that the task promises, with a test that verifies its criterion
      When the plans are verified after the tests ran and the code changed
      Then the criterion is stale

    @SC-207
    Scenario: A tick of which nothing speaks
      Given a plan whose task is ticked
      And the code that the task promises, without a test
      When the plans are verified
      Then the criterion is unproven

  Rule: Markers are counted, plans drafted and rules explained

    @SC-208
    Scenario: A number for a script
      Given a plan that declares 2 tasks and defines 2
      When its IMPL markers are counted plainly
      Then the number is 2

    @SC-209
    Scenario: From nothing to a plan
      When a feature named tea-time is begun and its plan is drafted
      Then the plan is clean
      And drafting it again keeps what was written into it

    @SC-210
    Scenario: A rule explains itself
      When the rule phantom-completion is explained
      Then its page says what it finds, how to mend it and how to silence it
