using PersonaGrain.Grid.Storage;
using PersonaGrain.Grid.Storage.InMemory;

namespace PersonaGrain.Testing.Journals;

/// <summary>Storage in memory.</summary>
public sealed class InMemoryJournalHost : JournalHost
{
    private readonly InMemoryJournal _journal = new();

    /// <inheritdoc />
    public override IProfileJournal Journal => _journal;

    /// <inheritdoc />
    public override ICatalogStore Catalogs => _journal.Catalogs;

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
