Feature: A session serves the one who opened it and nobody else
  Whoever holds the token of a session is taken for its owner. A token can therefore be neither chosen nor guessed, it
  is not to be found in a store or a log, and once it is given up it is worth nothing.

  The scenarios are played in a small shop. Visitors fill a basket before they sign in, and may open the till with a
  second proof of who they are.

  Rule: Tokens are made by the server and by nobody else

    @SC-101
    Scenario: A token that was planted in a browser is not adopted
      Given an attacker has planted a token of their own making in the browser of "ada"
      When "ada" signs in
      Then "ada" holds a token that the attacker does not know
      And the attacker's token opens no session

    @SC-102
    Scenario: The token of a visitor is dead once the visitor has signed in
      Given "ada" has put "lamp" into the basket
      And an attacker knows the token of "ada"
      When "ada" signs in
      Then the attacker's token opens no session
      And the basket of "ada" holds "lamp"

    @SC-103
    Scenario: A token of somebody else's making is unknown to the session manager
      Given a token of the right shape that the server did not make
      When the token is handed to the session manager
      Then the session manager finds no session
      And the store is empty

  Rule: A token can be neither guessed nor found out

    @SC-104
    Scenario: Guesses of the right shape open nothing
      Given "ada" has signed in
      When an attacker tries 500 guesses of the right shape
      Then none of them opened a session
      And the store holds 1 session

    @SC-105
    Scenario: What stands in the store is no token
      Given "ada" has signed in
      When an attacker who has read the whole store tries all that stands there
      Then none of them opened a session

    @SC-106
    Scenario Outline: A malformed cookie is as good as none
      Given "ada" has signed in
      When somebody sends the cookie of "ada" <malformed>
      Then the request is answered as that of a stranger
      And the response sets no cookie
      And the store holds 1 session

      Examples:
        | malformed                       |
        | without its last letter         |
        | with a letter too many          |
        | with another last letter        |
        | in small letters                |
        | with a blank in the middle      |
        | with a zero byte at its end     |
        | with letters beyond ASCII       |
        | with bytes that are not UTF-8   |
        | a thousand times over           |
        | under another name              |
        | under the name in small letters |
        | without a name                  |
        | before a planted one            |
        | after a planted one             |
        | and leaves the value out        |

    @SC-107
    Scenario: What is logged gives no session away
      Given all that the library logs is kept
      When "ada" puts "lamp" into the basket
      And "ada" signs in
      And "ada" opens the till
      And "ada" signs out
      Then the log tells of a session created, rotated and revoked
      And none of the 3 tokens that "ada" has held stands in the log
      And neither does "lamp"

  Rule: A token that was given up is worth nothing

    @SC-108
    Scenario: A token is dead after signing out
      Given "ada" has signed in
      And an attacker knows the token of "ada"
      When "ada" signs out
      Then the attacker's token opens no session
      And the browser of "ada" has forgotten its cookie

    @SC-109
    Scenario: A token is dead once an administrator has revoked it
      Given "ada" has signed in on her phone and on her laptop
      And "bob" has signed in
      When an administrator revokes every session of "ada"
      Then "ada" is signed in on neither
      And "bob" is still signed in

    @SC-110
    Scenario: The token from before a change of privileges is dead
      Given "ada" has signed in
      And an attacker knows the token of "ada"
      When "ada" opens the till
      Then the attacker's token opens no session
      And "ada" is still signed in

    @SC-111
    Scenario: The next user of a browser gets nothing of the one before
      Given "ada" has signed in
      And "ada" has put "lamp" into the basket
      And an attacker knows the token of "ada"
      When "bob" signs in with the browser of "ada"
      Then the basket in that browser is empty
      And the attacker's token opens no session

    @SC-112
    Scenario: No use carries a session beyond its absolute end
      Given sessions that end after 3600 seconds without use and after 7200 seconds at the latest
      And "ada" has signed in
      When "ada" makes a request every 1800 seconds, 4 times
      Then the first 3 of these requests were answered as those of "ada", and no other

    @SC-113
    Scenario: A new token buys no time
      Given sessions that end after 3600 seconds without use and after 7200 seconds at the latest
      And "ada" has signed in
      When "ada" opens the till every 1800 seconds, 4 times
      Then the first 3 of these requests were answered as those of "ada", and no other

  Rule: Users see their sessions and can end them

    @SC-114
    Scenario: Signing out everywhere else leaves this session alone
      Given "ada" has signed in on her phone and on her laptop
      And "bob" has signed in
      When "ada" signs out everywhere but on her phone
      Then "ada" is signed in on her phone
      And "ada" is not signed in on her laptop
      And "bob" is still signed in

    @SC-115
    Scenario: The list of sessions has those that are good, and nobody else's
      Given sessions that end after 3600 seconds without use and after 7200 seconds at the latest
      And "ada" has signed in and walked away 3600 seconds ago
      And "ada" has signed in on her phone and on her laptop
      And "bob" has signed in
      When "ada" lists her sessions
      Then the list has the session on her phone and then the one on her laptop, and no other

  Rule: Requests that overlap do no harm

    @SC-116
    Scenario: A request that ends after the sign-out brings nothing back
      Given "ada" has signed in
      And an attacker knows the token of "ada"
      And a request of "ada" that puts "lamp" into the basket is still under way
      When "ada" signs out
      And the request under way comes to its end
      Then the attacker's token opens no session
      And the store is empty
      And the browser of "ada" has forgotten its cookie

    @SC-117
    Scenario: Two requests change different entries and neither is lost
      Given "ada" has signed in
      And a request of "ada" that puts "lamp" into the basket is still under way
      And a request of "ada" that puts "chair" into the basket is still under way
      When the requests under way come to their end
      Then the basket of "ada" holds "chair" and "lamp"

    @SC-123
    Scenario: Two changes of privileges at the same time leave one session
      Given "ada" has signed in
      And a request of "ada" that opens the till is still under way
      And a request of "ada" that opens the till is still under way
      When the requests under way come to their end
      Then the store holds 1 session
      And "ada" is still signed in

    @SC-125
    Scenario: What the slower of two changes of privileges writes does not sign the user out
      Given "ada" has signed in
      And a request of "ada" that opens the till and puts "coin" into it is still under way
      And a request of "ada" that opens the till and puts "note" into it is still under way
      When the requests under way come to their end
      Then the store holds 1 session
      And "ada" is still signed in
      And the basket of "ada" holds "coin"

  Rule: The cookie is guarded as well as a browser can

    @SC-118
    Scenario: The cookie of a session has the attributes that protect it
      When "ada" signs in
      Then the response sets one cookie with exactly these attributes
        | attribute | value          |
        | name      | __Host-session |
        | Path      | /              |
        | SameSite  | Lax            |
        | Secure    |                |
        | HttpOnly  |                |

    @SC-119
    Scenario: An ordinary request sets no cookie
      Given "ada" has signed in
      When 1800 seconds pass
      And "ada" puts "lamp" into the basket
      Then the response sets no cookie
      And "ada" is still signed in

    @SC-120
    Scenario: A visitor who leaves nothing behind gets no session
      When "ada" looks into the empty basket
      Then the response sets no cookie
      And the store is empty

  Rule: A store that is full protects those who are in it

    @SC-121
    Scenario: A full store refuses newcomers and ends nobody
      Given a store with room for 2 sessions
      And "ada" has signed in
      And "bob" has signed in
      When "eve" signs in
      Then "eve" was refused
      And "ada" is still signed in
      And "bob" is still signed in

    @SC-122
    Scenario: A session that has ended makes room for a newcomer
      Given a store with room for 2 sessions
      And sessions that end after 3600 seconds without use and after 7200 seconds at the latest
      And "ada" has signed in and walked away 3600 seconds ago
      And "bob" has signed in
      When "eve" signs in
      Then "eve" is signed in
      And "bob" is still signed in

  Rule: Settings have bounds

    @SC-124
    Scenario: A setting out of bounds is refused and the one before stays in force
      Given a file in which the timeout is set to 3600 seconds
      When the operator sets the timeout to 59 seconds there and has the file read again
      Then the operator is told that "timeout_seconds" is 59 and has to be 60 at least
      And the session of "ada", who signs in now, ends after 3600 seconds without use
