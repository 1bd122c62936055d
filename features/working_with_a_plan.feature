Feature: Whoever works with a plan learns what to do
  Somebody who is to do the work of a plan asks what comes next, how the tasks hang together, and what one task needs.

  @SC-221
  Scenario: What comes next
    Given a plan in which pouring waits for boiling
    When the next steps are asked for
    Then boiling is ready and pouring waits for it

  @SC-222
  Scenario: A ticked task that is not there holds up what waits for it
    Given a plan in which pouring waits for boiling, which is ticked
    When the next steps are asked for
    Then boiling is ready again because its file is missing
    And pouring waits for it

  @SC-223
  Scenario: Tasks that wait for one another
    Given a plan in which pouring and boiling wait for each other
    When the next steps are asked for
    Then the command fails
    And the circle is named with its line

  @SC-224
  Scenario Outline: A drawing of a plan can stand in a plan
    Given a plan in which pouring waits for boiling
    When it is drawn as <format> and the drawing is put into it
    Then the plan draws the arrow from boiling to pouring

    Examples:
      | format  |
      | mermaid |
      | ascii   |

  @SC-225
  Scenario: A task is handed over
    Given a plan whose task is ticked, its code, and a test that verifies its criterion
    When the tests ran and a brief of the task is asked for
    Then it holds the criterion, the file, the test and the command, with their places

  @SC-226
  Scenario: A task that nobody knows
    Given a plan in which pouring waits for boiling
    When a brief of the task impl_1 is asked for
    Then it is refused, and IMPL_001 is proposed
