namespace PersonaGrain.Journals.Transfer;

/// <summary>How a journal file is loaded.</summary>
public sealed record ImportOptions
{
    /// <summary>Actors under way at once. More share a commit, and take more memory. Default 256.</summary>
    public int Concurrency { get; init; } = 256;

    /// <summary>Entries of one append; an actor with more takes several, one after another. Bounds memory. Default 500.</summary>
    public int EntriesPerAppend { get; init; } = 500;

    /// <summary>How long an actor is tried again while storage gives no answer, before the import gives up. Default 1 minute.</summary>
    public TimeSpan StorageTimeout { get; init; } = TimeSpan.FromMinutes(1);
}
