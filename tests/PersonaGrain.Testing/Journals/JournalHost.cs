using PersonaGrain.Grid.Storage;

namespace PersonaGrain.Testing.Journals;

/// <summary>A storage under test, empty at the start. A storage joins the suite with a class that derives from this one and one line for each contract.</summary>
public abstract class JournalHost : IAsyncDisposable
{
    /// <summary>The journal.</summary>
    public abstract IActorJournal Journal { get; }

    /// <summary>The catalogs.</summary>
    public abstract ICatalogStore Catalogs { get; }

    /// <summary>What was set aside.</summary>
    public abstract IQuarantineStorage Quarantine { get; }

    /// <summary>Opens the storage.</summary>
    public abstract Task StartAsync(CancellationToken cancellation);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
