Feature: Sessions end by themselves
  A visitor who walks away from an open session should not leave it open for whoever comes next. A session
  therefore carries the moment at which it ends, and everything that handles it respects that moment.

  Rule: A store keeps sessions and forgets them on request

    @SC-001
    Scenario: A new session is stored with the moment of its creation
      Given an empty session store
      And the clock shows 2026-03-02 09:00:00
      When a session is created for user "ada"
      Then the stored session was created at 2026-03-02 09:00:00

    @SC-002
    Scenario: A session whose time is over reads as absent
      Given a stored session that ended one second ago
      When the session is read
      Then there is no session

    @SC-003
    Scenario: A clean-up takes the ended sessions and no others
      Given 3 stored sessions that have ended
      And 2 stored sessions that are still valid
      When the store is cleaned up
      Then 3 sessions were removed
      And the 2 valid sessions can still be read

    @SC-004
    Scenario: Many threads use one store without losing a session
      Given an empty session store
      When 8 threads create 50 sessions each at the same time
      Then the store holds 400 sessions

  Rule: A manager decides when a session ends

    @SC-005
    Scenario: A new session ends one timeout after its creation
      Given a session manager with a timeout of 3600 seconds
      And the clock shows 2026-03-02 09:00:00
      When a session is created for user "ada"
      Then the session ends at 2026-03-02 10:00:00

    @SC-006
    Scenario: A session is refused once its time is over
      Given a session manager with a timeout of 3600 seconds
      And a session of user "ada"
      When 3601 seconds pass
      Then the session is not valid

    @SC-007
    Scenario: Use renews a session where renewal is switched on
      Given a session manager with a timeout of 3600 seconds that renews sessions on use
      And a session of user "ada"
      When 1800 seconds pass
      And the session is used
      Then the session ends 3600 seconds from now

    @SC-008
    Scenario Outline: The configured timeout is the one that counts
      Given a session manager with a timeout of <timeout> seconds
      And a session of user "ada"
      When <pause> seconds pass
      Then the session is <state>

      Examples:
        | timeout | pause | state     |
        | 60      | 59    | valid     |
        | 60      | 61    | not valid |
        | 7200    | 3601  | valid     |

  Rule: The pieces work as one

    @SC-009
    Scenario: A session is opened, used, outlived and removed
      Given an application with a timeout of 60 seconds and a clean-up interval of 30 seconds
      When user "ada" signs in
      And user "ada" makes a request after 30 seconds
      And 120 seconds pass without a request
      And user "bob" makes a request
      Then the session of user "ada" is gone from the store

    @SC-010
    Scenario: A request passes through the clean-up to the application
      Given an application with a timeout of 60 seconds and a clean-up interval of 30 seconds
      When user "bob" makes a request after 31 seconds
      Then the application answered the request
      And the store was cleaned up once

    @SC-011
    Scenario: A changed configuration holds for the sessions that follow
      Given an application with a timeout of 60 seconds and a clean-up interval of 30 seconds
      When the timeout is set to 120 seconds
      And user "ada" signs in
      Then the session of user "ada" ends 120 seconds after it began
