using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PersonaGrain.Grains.Segments;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>Runs the turns of a silo's actors: has Core decide, has the journal keep what was decided, and only then answers. The commit is shared with other actors of the silo.</summary>
/// <remarks>Of an actor in memory the append and its entries are allocated, and nothing else before the journal is asked.</remarks>
internal sealed partial class TurnRunner(
    SnapshotStore snapshots,
    ActorKinds kinds,
    SegmentHints hints,
    FollowerTelling followers,
    ActivationFence fence,
    GridClock clock,
    IOptions<GrainEngineOptions> options,
    ILogger<TurnRunner> logger)
{
    private const int Attempts = 3;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    private readonly TurnPool _pool = new(snapshots);

    /// <summary>A whole turn: load, let time pass, act, commit.</summary>
    /// <returns>The turn, to be looked at and disposed.</returns>
    /// <exception cref="JournalUnavailableException">Storage gave no answer; or the actor that is read can not be loaded.</exception>
    /// <exception cref="FormatException">The actor can not be loaded, in a turn that is no read: what is stored of it is damaged, or of a later version.</exception>
    public async ValueTask<TurnSlot> RunAsync(ActorActivation activation, TurnRequest request)
    {
        if (request.Kind != TurnKind.Read && activation.Foreign is { } foreign)
        {
            await foreign.WaitAsync();
        }

        var slot = _pool.Rent(activation);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var wasLoaded = await BeginAsync(slot, activation, request);
                await ActAsync(slot, activation, request);
                slot.Turn.Advance();
                if (await CommitAsync(slot, activation, wasLoaded))
                {
                    if (request.Kind == TurnKind.Wake)
                    {
                        followers.Begin(activation);
                    }

                    return slot;
                }

                activation.Actor = null;
                if (attempt == Attempts)
                {
                    throw new JournalUnavailableException("another activation of the actor keeps appending", Soon);
                }
            }
        }
        catch (Exception fault)
        {
            // The state may be ahead of the journal, or behind: what the journal has is what counts.
            activation.Actor = null;
            slot.Dispose();
            if (fault is FormatException && request.Kind == TurnKind.Read)
            {
                throw new JournalUnavailableException($"{activation.Address} can not be loaded: {fault.Message}", Later, fault);
            }

            throw;
        }
        finally
        {
            activation.LeaveUnlessKept(options.Value.ForgetIdleProfiles);
        }
    }

    /// <summary>Someone else appends to the actor's journal; see <see cref="IActorGrain.ExpectAsync"/>.</summary>
    public void Expect(ActorActivation activation, long sequence, TimeSpan hold) =>
        (activation.Foreign ??= new ForeignAppends(options.Value.FencingWindow)).Expect(sequence, hold);

    /// <summary>The activation leaves memory.</summary>
    public Task LeaveAsync(ActorActivation activation)
    {
        activation.Followers?.Dispose();
        snapshots.WriteIfDue(activation, options.Value.SnapshotWhenLeaving);
        return activation.Saving;
    }

    /// <summary>Begins the turn of an actor that has what is in force; whether it had to be loaded.</summary>
    private async ValueTask<bool> BeginAsync(TurnSlot slot, ActorActivation activation, TurnRequest request)
    {
        var (wasLoaded, catalogVersion) = (activation.Actor is null, request.CatalogVersion);
        activation.VerifiedIn = request.Verifies ? ActivationFence.Unverified : activation.VerifiedIn;
        while (true)
        {
            var catalog = await activation.Services.Catalogs.CurrentAsync(catalogVersion);
            if (activation.Actor is not { } actor)
            {
                activation.VerifiedIn = fence.Verify();
                activation.Actor = actor = kinds.Create(activation.Id);
            }

            // What is new of another actor is taken at its own instant: up to then no time passes.
            slot.Turn.Begin(actor, catalog, request.Kind == TurnKind.Follow ? default : Instant.Max(clock.Now, request.UpTo));
            var newer = await slot.Turn.PrepareAsync(slot.Storage, CancellationToken.None);
            if (newer == 0)
            {
                return wasLoaded;
            }

            (catalogVersion, activation.Actor) = (newer, null);
        }
    }

    private ValueTask ActAsync(TurnSlot slot, ActorActivation activation, in TurnRequest request)
    {
        switch (request.Kind)
        {
            case TurnKind.Observe:
                var sent = request.Signals!;
                slot.Elsewhere = SignalPlace.Elsewhere(slot.Turn.Actor, sent.Signals);
                return slot.Elsewhere is not null ? default : slot.Turn.ObserveAsync(sent.Signals, new Intake(sent.HistoryBegan), request.Outcomes, slot.Storage, CancellationToken.None);
            case TurnKind.Wake:
                Wake(slot.Turn, activation, request);
                break;
            case TurnKind.Reevaluate:
                slot.Turn.Schedule();
                break;
            case TurnKind.Follow:
                return FollowAsync(slot, activation, request);
        }

        return default;
    }

    /// <summary>The schedule says that the actor is due.</summary>
    /// <remarks>
    /// Where this activation did not write that wake-up, it does not know what stands in the schedule, and may be older than the journal: so it
    /// writes one, which moves what stands there, or is refused, and with it all that the index is to have, since whoever wrote the other one may have
    /// written that too. While followers are to be told it stands as it is: they are told after the turn.
    /// </remarks>
    private static void Wake(ActorTurn turn, ActorActivation activation, in TurnRequest request)
    {
        if (!FollowerTelling.AreDue(activation, turn.Now))
        {
            turn.Schedule();
        }

        if (!turn.Actor.Exists)
        {
            activation.VerifiedIn = ActivationFence.Unverified;
            turn.Actor.StoredWake = request.Due;
        }
        else if (turn.Actor.StoredWake != request.Due)
        {
            turn.Actor.ForgetCommitted();
        }
    }

    /// <summary>There is news of an actor that this one follows: what it lacks is read from the journal of that one, within the turn, so that nothing comes in between.</summary>
    private async ValueTask FollowAsync(TurnSlot slot, ActorActivation activation, TurnRequest request)
    {
        var actor = slot.Turn.Actor;
        var known = actor.FollowedThrough(request.Leader);
        if (known > 0 && known == request.Through)
        {
            slot.Followed = new FollowAnswer(known, Follows: true, IsOutdated: false);
        }
        else if (known == 0 || !request.Leader.IsPerson)
        {
            await FollowAsync(slot, activation, request.Leader, slot.Storage);
        }
        else
        {
            var journal = await LeaderJournal.ReadAsync(slot.Storage, request.Leader, known);
            journal.GoOn(known);
            do
            {
                await FollowAsync(slot, activation, request.Leader, journal);
            }
            while (slot.Followed.Follows && journal.GoOn(slot.Followed.Through));
        }

        slot.Turn.AdvanceTo(clock.Now);
    }

    private static async ValueTask FollowAsync(TurnSlot slot, ActorActivation activation, ActorId leader, IActorStorage journals)
    {
        var news = await ReadNewsAsync(slot.Turn.Actor, activation, leader, journals);
        slot.Followed = await slot.Turn.FollowAsync(news, slot.Storage, CancellationToken.None);
    }

    /// <summary>Reads what is new of an actor; where that one has come to a newer catalog already, under that.</summary>
    private static async ValueTask<News> ReadNewsAsync(Actor actor, ActorActivation activation, ActorId leader, IActorStorage journals)
    {
        for (var catalog = actor.Catalog!; ;)
        {
            try
            {
                return await News.ReadAsync(actor.Id, leader, actor.FollowedThrough(leader), catalog, journals, CancellationToken.None);
            }
            catch (NewerCatalogException newer)
            {
                catalog = await activation.Services.Catalogs.CurrentAsync(newer.Version);
            }
        }
    }

    /// <summary>Has the journal keep the turn; false where it is to be made again.</summary>
    private async ValueTask<bool> CommitAsync(TurnSlot slot, ActorActivation activation, bool wasLoaded)
    {
        if (slot.Turn.ToAppend() is not { } append)
        {
            return wasLoaded || IsVerified(activation, slot.Turn.Actor) || await IsCurrentAsync(activation, slot.Turn.Actor);
        }

        switch (await activation.Services.Journal.AppendAsync(append, CancellationToken.None))
        {
            case AppendResult.Appended:
                slot.Turn.Committed(append.Last, append.Wake);
                hints.Changed(activation.Address.Workspace, append);
                snapshots.WriteIfDue(activation, options.Value.SnapshotEvery);
                followers.Begin(activation);
                return true;
            case AppendResult.Repeated repeated:
                slot.Storage.AddRepeated(repeated.Ids);
                return false;
            case AppendResult.Unavailable unavailable:
                // Of a workspace that was removed nothing arrives any more.
                if (unavailable.Reason != StoredWorkspace.RemovedReason)
                {
                    fence.OpenWindow();
                }

                throw new JournalUnavailableException(unavailable.Reason, unavailable.RetryAfter);
            default:
                LogConflict(logger, activation.Address);
                if (append.Adopts is not null)
                {
                    // It may be the catalog that came too late.
                    await activation.Services.Catalogs.RefreshAfterAsync(slot.Turn.Actor.Catalog!);
                }

                return false;
        }
    }

    /// <summary>Whether nobody else can have appended since the actor was last seen to be as its journal says.</summary>
    private bool IsVerified(ActorActivation activation, Actor actor) =>
        activation.VerifiedIn == fence.Epoch && activation.Foreign?.MayBeAhead(actor.Sequence) != true;

    /// <summary>Looks whether the journal ends where the actor in memory does; where it goes on, the actor is to be loaded again.</summary>
    private async ValueTask<bool> IsCurrentAsync(ActorActivation activation, Actor actor)
    {
        var verified = fence.Verify();
        await foreach (var _ in activation.Services.Journal.ReadAsync(activation.Id, actor.Sequence, JournalEntryKinds.All, CancellationToken.None))
        {
            return false;
        }

        activation.VerifiedIn = verified;
        return true;
    }

    [LoggerMessage(1, LogLevel.Warning, "{Actor} was appended to by another activation; it is loaded again.")]
    private static partial void LogConflict(ILogger logger, ActorAddress actor);
}
