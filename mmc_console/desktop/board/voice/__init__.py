"""The voice of a hall: what is said when (`planner`), in which words (`numbers`), as which sound (`mixing`)."""
