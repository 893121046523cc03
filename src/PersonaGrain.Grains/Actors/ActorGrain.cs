using Orleans.Placement;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Grains.Workspaces;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Actors;

/// <summary>Hosts one actor of any kind. One turn at a time, so an actor is never seen between two states.</summary>
/// <remarks>
/// Placed by hash: actors spread evenly over the silos, whoever calls. Two activations of one actor (a split cluster) can not both append, since the
/// journal refuses a sequence number that is taken: the loser loads again. An activation that only the schedule or a re-evaluation asked for
/// leaves memory when its turn ends, so that a walk through all actors does not keep all of them.
/// </remarks>
[HashBasedPlacement]
[GrainType("personagrain.actor")]
internal sealed class ActorGrain(TurnRunner runner, WorkspaceRegistry workspaces) : Grain, IActorGrain
{
    private ActorActivation? _activation;

    private ActorActivation Activation => _activation ?? throw new InvalidOperationException("the grain is not activated");

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var address = ActorAddress.Parse(this.GetPrimaryKeyString());
        _activation = new ActorActivation(address, workspaces.Of(address.Workspace), GrainContext);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _activation is { } activation ? runner.LeaveAsync(activation) : Task.CompletedTask;

    public async Task<ObserveAnswer> ObserveAsync(ObserveRequest request)
    {
        Activation.IsToLeave = false;
        var outcomes = new ObservationOutcome[request.Signals.Length];
        try
        {
            using var slot = await runner.RunAsync(Activation, TurnRequest.Observe(request, outcomes));
            return slot.Elsewhere ?? new ObserveAnswer(outcomes, null, TimeSpan.Zero, Missed(slot.Turn));
        }
        catch (FormatException damage)
        {
            // Refused as its own, so that the others of the call are not held up by it for ever.
            var fault = SignalFault.OfDamagedProfile($"{Activation.Id} can not be loaded ({damage.Message}); restore a backup of its journal");
            Array.Fill(outcomes, new ObservationOutcome(ObservationStatus.Refused, fault));
            return new ObserveAnswer(outcomes, null, TimeSpan.Zero);
        }
        catch (JournalUnavailableException unavailable)
        {
            return new ObserveAnswer(null, unavailable.Message, unavailable.RetryAfter);
        }
    }

    public async Task<StateAnswer?> StateAsync(int catalogVersion, bool verifies = false)
    {
        Activation.IsToLeave = false;
        using var slot = await runner.RunAsync(Activation, TurnRequest.Read(catalogVersion, verifies));
        return slot.Turn.Actor is { Exists: false, Sequence: 0 } ? null : StateAnswer.Of(slot.Turn);
    }

    public async Task<ActorSnapshot> SnapshotAsync(int catalogVersion)
    {
        Activation.IsToLeave = false;
        using var slot = await runner.RunAsync(Activation, TurnRequest.Read(catalogVersion));
        return slot.Turn.Actor.Sequence == 0 ? new ActorSnapshot() : ActorSnapshot.Of(slot.Turn.Actor);
    }

    public Task ExpectAsync(long sequence, TimeSpan hold)
    {
        runner.Expect(Activation, sequence, hold);
        return Task.CompletedTask;
    }

    public async Task<FollowReply> FollowAsync(string leader, long through, int catalogVersion)
    {
        // An account hears of many people, again and again; a person that nobody else asks for is not kept for what it is told.
        Activation.IsToLeave &= Activation.Id.IsPerson;
        using var slot = await runner.RunAsync(Activation, TurnRequest.Follow(catalogVersion, ActorId.Parse(leader), through));
        return new FollowReply(slot.Followed.Through, slot.Followed.Follows);
    }

    public async Task WakeAsync(int catalogVersion, Instant due, Instant upTo)
    {
        using var slot = await runner.RunAsync(Activation, TurnRequest.Wake(catalogVersion, due, upTo));
    }

    public async Task ReevaluateAsync(int catalogVersion)
    {
        using var slot = await runner.RunAsync(Activation, TurnRequest.Reevaluate(catalogVersion));
    }

    private static MissedTrigger[]? Missed(ActorTurn turn) =>
        turn.Effects.Missed is { Count: > 0 } missed ? [.. missed.Select(static entry => new MissedTrigger(entry.Key, entry.Value))] : null;
}
