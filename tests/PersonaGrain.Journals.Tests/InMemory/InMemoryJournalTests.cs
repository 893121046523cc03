using PersonaGrain.Testing.Journals;

namespace PersonaGrain.Journals.Tests.InMemory;

public sealed class InMemoryAppends : AppendContract<InMemoryJournalHost>;

public sealed class InMemoryCommits : CommitContract<InMemoryJournalHost>;

public sealed class InMemoryAdoptions : AdoptionContract<InMemoryJournalHost>;

public sealed class InMemoryWakes : WakeContract<InMemoryJournalHost>;

public sealed class InMemoryEventFeed : EventFeedContract<InMemoryJournalHost>;

public sealed class InMemoryIdIndex : IdIndexContract<InMemoryJournalHost>;

public sealed class InMemoryHistory : HistoryContract<InMemoryJournalHost>;

public sealed class InMemoryFieldIndex : IndexJournalContract<InMemoryJournalHost>;

public sealed class InMemoryImport : ImportContract<InMemoryJournalHost>;

public sealed class InMemoryCatalogs : CatalogStoreContract<InMemoryJournalHost>;

public sealed class InMemoryWorkspaceStorage : WorkspaceStorageContract<InMemoryJournalHost>;
