using PersonaGrain.Grid.Storage;
using PersonaGrain.Grid.Storage.InMemory;

namespace PersonaGrain.Testing.Journals;

/// <summary>Storage in memory.</summary>
public sealed class InMemoryJournalHost : JournalHost
{
    /// <inheritdoc />
    public override IProfileJournal Journal { get; } = new InMemoryJournal();

    /// <inheritdoc />
    public override ICatalogStore Catalogs { get; } = new InMemoryCatalogStore();

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
