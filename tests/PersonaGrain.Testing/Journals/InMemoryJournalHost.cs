using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;

namespace PersonaGrain.Testing.Journals;

/// <summary>Storage in memory.</summary>
public sealed class InMemoryJournalHost : JournalHost
{
    private readonly InMemoryJournal _journal = new();

    /// <inheritdoc />
    public override IActorJournal Journal => _journal;

    /// <inheritdoc />
    public override ICatalogStore Catalogs => _journal.Catalogs;

    /// <inheritdoc />
    public override IQuarantineStorage Quarantine { get; } = new InMemoryQuarantine();

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
