using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Contracts;

/// <summary>How a contract wants its grid; an engine maps each to the option it has for it.</summary>
public sealed record GridHostOptions
{
    /// <summary>How many signals may wait for one partition (or actor) before callers hear "busy"; null for the engine's default.</summary>
    public int? QueueCapacity { get; init; }

    /// <summary>How many signals may be set aside; null for the engine's default.</summary>
    public long? QuarantineCapacity { get; init; }

    /// <summary>Idle profiles leave memory as soon as the engine can let them go.</summary>
    public bool ForgetIdleProfiles { get; init; }

    /// <summary>The kinds of actors that the grid has.</summary>
    public ActorKinds Kinds { get; init; } = new([]);
}

/// <summary>
/// An engine under test. An engine joins the contract suite with one file: a class that derives from this one, and one
/// line for each contract; <see cref="ContractCoverage"/> names the contracts that are not claimed yet.
/// </summary>
/// <remarks>One host is one store: it may be opened, closed and opened again, always on the same data.</remarks>
public abstract class GridHost : IAsyncDisposable
{
    private IProfileGrid? _grid;
    private GridHostOptions _options = new();

    /// <summary>The clock that the grid runs on; it survives restarts.</summary>
    public ManualTimeProvider Clock { get; } = new();

    /// <summary>The open grid.</summary>
    public IProfileGrid Grid => _grid ?? throw new InvalidOperationException("start the host first");

    /// <summary>Opens a grid on a new store.</summary>
    public async Task StartAsync(CatalogDocument catalog, GridHostOptions? options, CancellationToken cancellation)
    {
        _options = options ?? _options;
        _grid = await OpenAsync(catalog, _options, cancellation);
    }

    /// <summary>Moves the clock and waits until all that came due is committed and counted.</summary>
    public async Task AdvanceAsync(TimeSpan span, CancellationToken cancellation)
    {
        Clock.Advance(span);
        await Grid.SettleAsync(cancellation);
    }

    /// <summary>Closes the grid cleanly, lets time pass, and opens it again on the same data with the catalog it had.</summary>
    public async Task RestartAsync(TimeSpan downtime, CancellationToken cancellation)
    {
        _grid = null;
        await CloseAsync(cancellation);
        await ReopenAsync(downtime, cancellation);
    }

    /// <summary>Loses the grid as a killed process would, lets time pass, and opens it again on what it left behind.</summary>
    public async Task CrashAsync(TimeSpan downtime, CancellationToken cancellation)
    {
        _grid = null;
        await KillAsync(cancellation);
        await ReopenAsync(downtime, cancellation);
    }

    /// <summary>Whether all signals of one call are one commit; else each profile of a call is one.</summary>
    public virtual bool CommitsCallsWhole => true;

    /// <summary>Closes the grid, makes what is stored of a profile unreadable, and opens the grid again on the same data.</summary>
    public async Task RestartDamagedAsync(ProfileId profile, CancellationToken cancellation)
    {
        _grid = null;
        await CloseAsync(cancellation);
        await DamageAsync(profile, cancellation);
        await ReopenAsync(TimeSpan.Zero, cancellation);
    }

    /// <summary>As <see cref="RestartDamagedAsync"/>, but an engine that reads people from snapshots still reads this one: what is behind its snapshot is unreadable.</summary>
    public async Task RestartWithDamagedPastAsync(ProfileId profile, CancellationToken cancellation)
    {
        _grid = null;
        await CloseAsync(cancellation);
        await DamagePastAsync(profile, cancellation);
        await ReopenAsync(TimeSpan.Zero, cancellation);
    }

    /// <summary>Hands signals to an actor of any kind, all at one instant, by a door that only tests of the engine have. The answer comes when they are durable.</summary>
    public abstract Task<IReadOnlyList<ObservationOutcome>> ObserveActorAsync(ActorId actor, IReadOnlyList<Signal> signals, CancellationToken cancellation);

    /// <summary>An actor's state as of now, as it writes it; null where it does not exist.</summary>
    public abstract Task<byte[]?> ReadActorAsync(ActorId actor, CancellationToken cancellation);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();

    /// <summary>Opens the store; a null catalog means the one that the store had in force.</summary>
    protected abstract Task<IProfileGrid> OpenAsync(CatalogDocument? catalog, GridHostOptions options, CancellationToken cancellation);

    /// <summary>Closes the store cleanly.</summary>
    protected abstract Task CloseAsync(CancellationToken cancellation);

    /// <summary>Gives the running grid up without any of the work of a clean close; what was acknowledged must be found by the next open.</summary>
    protected abstract Task KillAsync(CancellationToken cancellation);

    /// <summary>Makes what a closed store has of a profile unreadable, whatever of it an engine would read: snapshot, row and journal.</summary>
    protected abstract Task DamageAsync(ProfileId profile, CancellationToken cancellation);

    /// <summary>Makes the journal of a profile unreadable as far as a snapshot covers it; where an engine has no use for snapshots, all of it.</summary>
    protected virtual Task DamagePastAsync(ProfileId profile, CancellationToken cancellation) => DamageAsync(profile, cancellation);

    private async Task ReopenAsync(TimeSpan downtime, CancellationToken cancellation)
    {
        Clock.Advance(downtime);
        _grid = await OpenAsync(null, _options, cancellation);
        await _grid.SettleAsync(cancellation);
    }
}
