"""A Slack of our own on loopback, for the real slack-bolt and slack_sdk.

    async with loopback(clock) as slack:
        team = slack.workspace("acme")
        token = slack.install(team)                       # a bot token; slack.app_token is the app-level one
        ada = slack.person(team, "ada", admin=True)
        study = slack.channel(team, people=[ada])
        client = AsyncWebClient(token, base_url=slack.base_url)
        ... AsyncSocketModeHandler(AsyncApp(client=client, token=token), slack.app_token) ...
        await slack.hub.connected()
        outcome = await ada.command(study, "/study", "help")
        shown = await outcome.message()                   # what ada alone sees, by whatever way it came

Works by now: auth.test, apps.connections.open, chat.*, conversations.*, users/bots/team.info, views.*, response URLs,
Socket Mode, signed HTTP requests (`slack.use_http(url)`), faults (`slack.faults`), people. Coming: Block Kit's limits,
files, OAuth. The clients' `base_url` is all that points the adapter here.
"""
