"""Which law and which objective predict larger runs: back-tests by compute."""
