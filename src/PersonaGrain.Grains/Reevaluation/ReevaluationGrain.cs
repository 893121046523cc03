using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Storage;
using PersonaGrain.Grains.Hosting;
using PersonaGrain.Grains.Segments;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Reevaluation;

/// <summary>Walks through the actors of its shard whenever there is a new catalog, or a publication that segments depend on, and notes how far it got, so that a lost silo costs a page.</summary>
/// <remarks>
/// An actor that comes into being behind the walk is of the new catalog by itself: the journal refuses one that is not, however long its
/// commit took. An actor that the walk meets is told the version of the catalog, but not the number of the publication: so that its process
/// has seen that too, the walk begins one <see cref="GrainEngineOptions.CatalogLease"/> after it first saw them.
/// </remarks>
[HashBasedPlacement]
[GrainType("personagrain.reevaluation")]
internal sealed partial class ReevaluationGrain(
    [PersistentState("reevaluation", GrainEngineOptions.Storage)] IPersistentState<ReevaluationState> stored,
    WorkspaceRegistry workspaces,
    IOptions<GrainEngineOptions> options,
    ILogger<ReevaluationGrain> logger) : Grain, IReevaluationGrain
{
    private const int Page = 500;
    private readonly UnloadableActors _unloadable = new(workspaces.Main.Journal, logger);
    private ActorShard _key;
    private WorkspaceServices _workspace = workspaces.Main;
    private CatalogInForce? _seen;
    private long _seenAt;
    private bool _isWalking;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = ActorShard.Parse(this.GetPrimaryKeyLong());
        _workspace = workspaces.Of(_key.Workspace);
        var period = options.Value.CatalogPoll;
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TimeSpan.Zero, period) { KeepAlive = true, Interleave = true });
        return Task.CompletedTask;
    }

    public async Task KeepAliveAsync(int catalogVersion) => See(await _workspace.Catalogs.CurrentAsync(catalogVersion));

    public async Task<ShardProgress> ProgressAsync(int catalogVersion)
    {
        See(await _workspace.Catalogs.CurrentAsync(catalogVersion));
        var state = stored.State;
        return IsOfSeen(state) ? new ShardProgress(state.IsFinished, state.Done, state.PassedOver.Length == 0 ? null : state.PassedOver) : default;
    }

    private void See(CatalogInForce catalog)
    {
        if (_seen is null || catalog.DecidesAnew(_seen))
        {
            (_seen, _seenAt) = (catalog, Stopwatch.GetTimestamp());
        }
    }

    private bool IsOfSeen(ReevaluationState state) =>
        _seen is { } seen && state.Version >= seen.Version && state.Publication >= seen.Publication.Decisive && state.IsCounted;

    private async Task TickAsync(CancellationToken cancellation)
    {
        if (_isWalking)
        {
            return;
        }

        if (_workspace.IsRemoved)
        {
            DeactivateOnIdle();
            return;
        }

        _isWalking = true;
        try
        {
            if (_workspace.Catalogs.Latest is { } latest)
            {
                See(latest);
            }

            if (!IsOfSeen(stored.State) || !stored.State.IsFinished)
            {
                await WalkAsync(cancellation);
            }
            else
            {
                await TryPassedOverAsync(stored.State);
                RestIfSettled();
            }
        }
        catch (Exception fault)
        {
            LogFault(logger, fault, _key);
            if (fault is InconsistentStateException || _workspace.IsRemoved)
            {
                // Another activation is at work; this one knows an older place.
                DeactivateOnIdle();
            }
        }
        finally
        {
            _isWalking = false;
        }
    }

    /// <summary>
    /// Of many workspaces few have something to do: once it is stored that all shards are done nobody asks this one before there is
    /// something new.
    /// </summary>
    private void RestIfSettled()
    {
        if (!_key.Workspace.IsMain && _seen is { } seen && _workspace.IsSettled(seen))
        {
            DeactivateOnIdle();
        }
    }

    private async Task WalkAsync(CancellationToken cancellation)
    {
        if (_seen is not { } seen || Stopwatch.GetElapsedTime(_seenAt) < options.Value.CatalogLease)
        {
            return;
        }

        if (!IsOfSeen(stored.State))
        {
            var before = stored.State;
            stored.State = new ReevaluationState
            {
                Version = seen.Version,
                Publication = seen.Publication.Decisive,
                IsCounted = true,

                // A walk that did not come to its end has brought some actors into its catalog's segments.
                Former = before.IsFinished ? before.Segments : [.. before.Former.Union(before.Segments, StringComparer.Ordinal)],
                Segments = SegmentsOf(seen),
            };
        }

        var walk = stored.State;
        while (!cancellation.IsCancellationRequested && IsOfSeen(walk) && !walk.IsFinished && await TryWalkPageAsync(walk))
        {
            // On to the next page.
        }
    }

    /// <summary>Has the next page of actors evaluated; false where some of them are to be tried again first.</summary>
    private async Task<bool> TryWalkPageAsync(ReevaluationState state)
    {
        ActorId? after = state.Cursor is { } cursor ? ActorId.Parse(cursor) : null;
        var actors = await _workspace.Journal.ActorsAsync(_key.Number, after, Page, CancellationToken.None);
        if (!await TryReevaluateAsync([.. actors.Select(Address)], state.Version))
        {
            return false;
        }

        state.PassedOver = [.. state.PassedOver.Union(_unloadable.PassedOver(_key.Workspace), StringComparer.Ordinal).Take(UnloadableActors.MostNamed)];
        state.Done += actors.Count;
        state.Cursor = actors.Count > 0 ? actors[^1].Key : state.Cursor;
        if (actors.Count < Page)
        {
            await FinishAsync(state);
        }

        await stored.WriteStateAsync();
        return true;
    }

    private async Task<bool> TryReevaluateAsync(IReadOnlyList<ActorAddress> actors, int version)
    {
        var failed = await ActorCalls.EachAsync(
            GrainFactory,
            [.. actors.Where(actor => !_unloadable.IsResting(actor))],
            static actor => actor,
            options.Value.ShardConcurrency,
            async (grain, actor) =>
            {
                await grain.ReevaluateAsync(version);
                _unloadable.Recovered(actor);
            });
        if (await _unloadable.NoteAsync(failed) is { } fault)
        {
            throw new JournalUnavailableException("an actor could not be evaluated anew", TimeSpan.FromSeconds(1), fault);
        }

        return actors.All(actor => _unloadable.IsPassedOver(actor) || !_unloadable.IsFailing(actor));
    }

    /// <summary>Those that were passed over are tried on, if seldom: what mends their store brings them to the catalog, and they are told of no more.</summary>
    private async Task TryPassedOverAsync(ReevaluationState state)
    {
        ActorAddress[] actors = [.. state.PassedOver.Select(key => Address(ActorId.Parse(key))).Where(actor => !_unloadable.IsResting(actor))];
        if (actors.Length == 0)
        {
            return;
        }

        await TryReevaluateAsync(actors, state.Version);
        string[] left = [.. state.PassedOver.Where(key => _unloadable.IsFailing(Address(ActorId.Parse(key))))];
        if (left.Length < state.PassedOver.Length)
        {
            state.PassedOver = left;
            await stored.WriteStateAsync();
        }
    }

    private ActorAddress Address(ActorId actor) => new(_key.Workspace, actor);

    private static string[] SegmentsOf(CatalogInForce catalog) => [.. catalog.Catalog.Segments.Select(static segment => segment.Name)];

    /// <summary>Every actor of the shard has left the segments that the catalog lost: their totals end here. Not where something newer came meanwhile: then the walk begins again.</summary>
    /// <remarks>
    /// The position comes first, and then a look into the store that finds no newer catalog: so no event up to that position is of a newer one,
    /// and what a newer one brings to a segment of the same name lies behind it, however late the shards hear of this.
    /// </remarks>
    private async Task FinishAsync(ReevaluationState state)
    {
        var position = (await _workspace.Journal.TotalsAsync(CancellationToken.None)).LastEvent;
        if (await _workspace.Catalogs.RefreshAsync() is not { } catalog)
        {
            return;
        }

        See(catalog);
        if (!IsOfSeen(state) || catalog.Version != state.Version)
        {
            return;
        }

        state.Segments = SegmentsOf(catalog);
        await Task.WhenAll(state.Former.Except(state.Segments, StringComparer.Ordinal)
            .Select(segment => new SegmentShardKey(segment, _key.Number, _key.Workspace).ToString())
            .Select(key => GrainFactory.GetGrain<ISegmentShardGrain>(key).ForgetUpToAsync(position)));
        state.IsFinished = true;
    }

    [LoggerMessage(1, LogLevel.Warning, "Shard {Shard} could not move its actors to the catalog in force; it tries again.")]
    private static partial void LogFault(ILogger logger, Exception fault, ActorShard shard);
}
