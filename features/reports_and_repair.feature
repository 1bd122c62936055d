Feature: What was verified is read, mended and remembered
  Somebody who owns a repository with plans wants to see what is wrong where reviewers look, to have mended what takes no
  thought, and to start from where the repository stands.

  @SC-241
  Scenario Outline: One verification for every reader
    Given a plan that declares one task too many
    When it is verified and reported as <format>
    Then the command fails
    And the report names count-mismatch, and is <kind>

    Examples:
      | format   | kind |
      | sarif    | JSON |
      | junit    | XML  |
      | markdown | text |
      | html     | HTML |

  @SC-242
  Scenario: What takes no thought is mended
    Given a plan that declares one task too many
    When it is mended
    Then its total is right and no other byte has changed
    And mending it again changes nothing

  @SC-243
  Scenario: A receipt tells what has changed since
    Given a plan whose task is ticked, its code, and a test that verifies its criterion
    When the tests ran, a receipt was written, and the code changed
    Then the check of the receipt fails and names the task and the file

  @SC-244
  Scenario: An old project starts with new findings alone
    Given a plan that declares one task too many
    When today's findings are recorded
    Then the verification succeeds and counts what it leaves out
    And a finding that is new makes it fail

  @SC-245
  Scenario: A task is followed to its results, and a file to its task
    Given a plan whose task is ticked, its code, and a test that verifies its criterion
    When the tests ran
    Then a trace of the task leads to its criterion, the test and the result
    And a trace of the file leads to the task
