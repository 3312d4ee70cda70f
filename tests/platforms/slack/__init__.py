"""A Slack of our own on loopback, for the real slack-bolt and slack_sdk, as strict as Slack is.

    async with loopback(clock, App(rotates=True)) as slack:       # App: commands, events, redirect addresses, rotation
        team = slack.workspace("acme")
        token = slack.install(team)                               # by hand; by OAuth: consent.allow(world, url, user)
        ada = slack.person(team, "ada", admin=True, zone="Europe/Berlin")
        study = slack.channel(team, people=[ada])                 # kind=Kind.PRIVATE, joined=False; more teams: shared
        client = AsyncWebClient(token, base_url=slack.base_url)   # `base_url` is all that points a client here
        await slack.hub.connected()                               # Socket Mode, with slack.app_token; or
        slack.use_http("http://127.0.0.1:…/slack/events")         # signed requests from now on
        outcome = await ada.command(study, "/study", "help")
        message = await outcome.message()                         # what ada alone sees, by whatever way it came
        await ada.press(message, "A")                             # by label or action id; also choose, submit, close
        assert ada.sees(study) == [...]

Where to look: `loopback` (begin here), `people` (what people do), `outcome` (what they see of it), `faults`, `socket`
(refresh, drop, silence), `lines` (forged requests), `consent` (OAuth), `manifests` (an App from its manifest),
`reading` (words, mentions), `methods/` (the Web API), `blocks/` (Block Kit's rules), `world` (all there is: `calls`
and `complaints` too).

What Slack does and one might not expect, and this does too:
- A reply to a message that was deleted is not refused: it becomes a message of the channel. Only the answer tells,
  which lacks `thread_ts`. (A deleted message that has replies keeps its thread.)
- chat.update takes 4,000 characters of text where chat.postMessage takes 40,000.
- All blocks together may weigh 13,297 characters, and each block after the first weighs 125 for itself.
- chat.update with a text alone takes the blocks away; without metadata it keeps the metadata.
- An interaction with an ephemeral message does not carry the message; it can be changed by its response URL alone.
- An external select asks the app after three characters, unless `min_query_length` says otherwise.
- A time stamp is unique in its channel only.
Stricter than Slack on purpose: blocks need a text to stand for them, and options of one control differ in value.
What Slack would pass over in silence is kept in `World.complaints`, and fails the test at its end; so is an argument
that nothing here looks at, since a test would hold it for having worked.
Time is the injected clock's; only the three seconds for an acknowledgement (`slack.patience`) are real ones.
Not there: attachments (refused), `#names` as channels, group messages, dates and files as inputs. Unknown
methods are refused.
"""
