using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Auditing;

/// <summary>Who changed what, and when: the newest <see cref="Kept"/> changes of all workspaces, kept where the workspaces and their keys are. All members may be called at once from many threads.</summary>
/// <remarks>It holds what is done through the API and the pages. What somebody changes in the store or the settings themselves does not pass by it.</remarks>
public interface IAuditTrail
{
    /// <summary>How many entries are kept; older ones go as new ones come.</summary>
    const int Kept = 10_000;

    /// <summary>The most entries that one page has.</summary>
    const int LargestPage = 1_000;

    /// <summary>Keeps an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="JournalUnavailableException">Storage did not confirm it.</exception>
    ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellation);

    /// <summary>Entries, newest first.</summary>
    /// <param name="before">Only those before this position; null for all.</param>
    /// <param name="limit">1 to <see cref="LargestPage"/>.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="JournalUnavailableException">Storage gave no answer.</exception>
    ValueTask<IReadOnlyList<AuditRecord>> ReadAsync(long? before, int limit, CancellationToken cancellation);
}

/// <summary>An entry in its place.</summary>
/// <param name="Position">Its place; later ones have a greater one, and none is used twice.</param>
/// <param name="Entry">The entry.</param>
public readonly record struct AuditRecord(long Position, AuditEntry Entry);
