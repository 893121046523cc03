using PersonaGrain.Testing.Journals;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Postgres.Tests;

[NeedsPostgres]
public sealed class PostgresAppends : AppendContract<PostgresJournalHost>;

[NeedsPostgres]
public sealed class PostgresCommits : CommitContract<PostgresJournalHost>;

[NeedsPostgres]
public sealed class PostgresAdoptions : AdoptionContract<PostgresJournalHost>;

[NeedsPostgres]
public sealed class PostgresWakes : WakeContract<PostgresJournalHost>;

[NeedsPostgres]
public sealed class PostgresEventFeed : EventFeedContract<PostgresJournalHost>;

[NeedsPostgres]
public sealed class PostgresHistory : HistoryContract<PostgresJournalHost>;

[NeedsPostgres]
public sealed class PostgresImport : ImportContract<PostgresJournalHost>;

[NeedsPostgres]
public sealed class PostgresCatalogs : CatalogStoreContract<PostgresJournalHost>;

[NeedsPostgres]
public sealed class PostgresIndex : IndexJournalContract<PostgresJournalHost>;

[NeedsPostgres]
public sealed class PostgresIds : IdIndexContract<PostgresJournalHost>;
