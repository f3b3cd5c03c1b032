"""The database's migrations, run by `models.engine.migrate`."""
