using Microsoft.Extensions.Logging;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>What the cluster gives to one request that joins or parts people, or to the joins of one call.</summary>
/// <remarks>
/// States come from the grains, which have them in memory, and what their journals have beyond that from the journals; so a state that is outdated does no harm. The
/// grains are told before the commit, so that none of them answers by what it has in memory alone where this process is lost after it, and once more
/// after it. Nobody waits for another one's join: where an actor takes signals faster than it can be joined its turns are held, for a moment.
/// </remarks>
/// <param name="workspace">The workspace.</param>
/// <param name="actors">Its actors.</param>
/// <param name="routes">Where people are held; learns of what was joined and parted.</param>
/// <param name="clock">The grid's time.</param>
/// <param name="calls">Calls grains.</param>
/// <param name="room">Entered with the first actor that is loaded, and left at the end: each has histories in memory.</param>
/// <param name="logger">Told of what an operator may want to know.</param>
internal sealed partial class PersonHost(
    WorkspaceServices workspace, ActorReferences actors, PersonRoutes routes, GridClock clock, GrainCalls calls, SemaphoreSlim room, ILogger<PersonHost> logger)
    : IPersonHost, IDisposable
{
    /// <summary>Conflicts after which turns are held.</summary>
    private const int MostConflicts = 2;

    private static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(500);
    private static readonly HashSet<ulong> None = [];

    private CatalogInForce? _used;
    private int _conflicts;
    private bool _hasRoom;

    /// <inheritdoc />
    public Instant Now => clock.Now;

    /// <summary>An actor that is held is not asked, since its turns wait: all of its state is in its journal, too.</summary>
    private bool IsHolding => _conflicts >= MostConflicts;

    /// <inheritdoc />
    public async ValueTask<CatalogInForce> CatalogAsync(int atLeast, CancellationToken cancellation) =>
        _used = await workspace.Catalogs.CurrentAsync(atLeast, cancellation);

    /// <inheritdoc />
    public async ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation)
    {
        if (!_hasRoom)
        {
            await room.WaitAsync(cancellation);
            _hasRoom = true;
        }

        var version = _used?.Version ?? 0;
        return IsHolding || await calls.CallAsync(() => actors[actor].SnapshotAsync(version), cancellation) is not { Sequence: > 0 } known
            ? default
            : new StoredActor(known.State, known.Sequence, known.Catalog, null, null);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation) =>
        workspace.Journal.ReadAsync(actor, after, kinds, cancellation);

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) => new(None);

    /// <inheritdoc />
    /// <remarks>Once it was begun it is brought to its end.</remarks>
    public async ValueTask<AppendResult> AppendAsync(IReadOnlyList<ActorAppend> appends, CancellationToken cancellation)
    {
        await ExpectAsync(appends, TimeSpan.Zero, cancellation);
        var result = await workspace.Journal.AppendAllAsync(appends, CancellationToken.None);
        switch (result)
        {
            case AppendResult.Appended:
                await AppendedAsync(appends);
                break;
            case AppendResult.Conflict:
                await ConflictedAsync(appends, cancellation);
                break;
        }

        return result;
    }

    private async Task AppendedAsync(IReadOnlyList<ActorAppend> appends)
    {
        _conflicts = 0;
        foreach (var append in appends)
        {
            routes.Note(append);
        }

        try
        {
            await ExpectAsync(appends, TimeSpan.Zero, CancellationToken.None);
        }
        catch (JournalUnavailableException unavailable)
        {
            // They were told before, and look into their journals for a while; nobody asks what is on a silo that does not answer.
            LogUntold(logger, unavailable, appends[0].Actor);
        }
    }

    private async Task ConflictedAsync(IReadOnlyList<ActorAppend> appends, CancellationToken cancellation)
    {
        _conflicts++;
        if (_used is { } used && appends.Any(static append => append.Adopts is not null))
        {
            // It may be the catalog that came too late.
            await workspace.Catalogs.RefreshAfterAsync(used, cancellation);
        }

        if (IsHolding)
        {
            await ExpectAsync(appends, Hold, cancellation);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_hasRoom)
        {
            room.Release();
            _hasRoom = false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The person of {Actor} was changed, and not every grain that it concerns answered; they look into their journals.")]
    private static partial void LogUntold(ILogger logger, Exception fault, ActorId actor);

    private Task ExpectAsync(IReadOnlyList<ActorAppend> appends, TimeSpan hold, CancellationToken cancellation) => Task.WhenAll(
        appends.Select(append => calls.CallAsync(() => actors[append.Actor].ExpectAsync(append.Last, hold), cancellation)));
}
