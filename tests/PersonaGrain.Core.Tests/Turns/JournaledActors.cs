using System.Buffers;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Turns;

/// <summary>The plainest host of turns: actors in memory over a journal, one after the other. Every fault of the journal is met by loading the actor again.</summary>
internal sealed class JournaledActors(IActorJournal journal, ActorKinds kinds, CatalogInForce catalog) : IActorStorage
{
    private const int MostAttempts = 20;

    private readonly Dictionary<ActorId, Actor> _actors = [];
    private readonly Dictionary<ActorId, StoredActor> _snapshots = [];
    private readonly Dictionary<ActorId, IReadOnlySet<ulong>> _repeated = [];
    private readonly ActorTurn _turn = new();

    /// <summary>What is in force.</summary>
    internal CatalogInForce Catalog { get; set; } = catalog;

    /// <summary>Firings missed, by trigger.</summary>
    internal Dictionary<string, long> Missed { get; } = [];

    /// <summary>Takes signals at one instant.</summary>
    internal async Task<ObservationOutcome[]> ObserveAsync(ActorId id, Signal[] signals, Instant now, Intake intake)
    {
        var outcomes = new ObservationOutcome[signals.Length];
        await TurnAsync(id, now, () => _turn.ObserveAsync(signals, intake, outcomes, this, CancellationToken.None));
        return outcomes;
    }

    /// <summary>An actor as of an instant; null where it does not exist.</summary>
    internal async Task<Actor?> ReadAsync(ActorId id, Instant now)
    {
        await TurnAsync(id, now);
        return _actors[id] is { Exists: true } actor ? actor : null;
    }

    /// <summary>Wakes every actor that is due, however often, until none is.</summary>
    internal async Task AdvanceAsync(Instant now)
    {
        for (var shard = 0; shard < Shards.ScheduleCount; shard++)
        {
            while ((await journal.DueWakesAsync(shard, now, null, 1, CancellationToken.None)) is [var due])
            {
                await TurnAsync(due.Actor, now, schedules: true);
            }
        }
    }

    /// <summary>Every actor, as of an instant and under what is in force.</summary>
    internal async Task<IReadOnlyList<Actor>> AllAsync(Instant now)
    {
        var all = new List<Actor>();
        for (var shard = 0; shard < Shards.SegmentCount; shard++)
        {
            foreach (var id in await journal.ActorsAsync(shard, null, int.MaxValue, CancellationToken.None))
            {
                all.Add((await ReadAsync(id, now))!);
            }
        }

        return all;
    }

    /// <summary>Keeps a snapshot of an actor as it is in memory.</summary>
    internal void Snapshot(ActorId id)
    {
        if (_actors.TryGetValue(id, out var actor) && actor is { Exists: true, Catalog: { } ofActor })
        {
            var snapshot = new ArrayBufferWriter<byte>();
            actor.WriteSnapshot(snapshot);
            _snapshots[id] = new StoredActor(snapshot.WrittenMemory, actor.Sequence, ofActor.Version, actor.StoredWake, null);
        }
    }

    /// <summary>Lets an actor go from memory.</summary>
    internal void Evict(ActorId id) => _actors.Remove(id);

    /// <summary>Loses everything but what is stored.</summary>
    internal void Crash() => _actors.Clear();

    /// <inheritdoc />
    public ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) =>
        new(_snapshots.TryGetValue(actor, out var stored) ? stored with { Wake = null } : default);

    /// <inheritdoc />
    public IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation) =>
        journal.ReadAsync(actor, after, kinds, cancellation);

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) =>
        new(_repeated.GetValueOrDefault(actor) ?? new HashSet<ulong>());

    private async Task TurnAsync(ActorId id, Instant now, Func<ValueTask>? observe = null, bool schedules = false)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (!_actors.TryGetValue(id, out var actor))
            {
                _actors[id] = actor = kinds.Create(id);
            }

            _turn.Begin(actor, Catalog, now);
            (await _turn.PrepareAsync(this, CancellationToken.None)).ShouldBe(0);
            if (observe is not null)
            {
                await observe();
            }

            _turn.Advance();
            if (schedules)
            {
                _turn.Schedule();
            }

            if (await CommitAsync(id))
            {
                return;
            }
        }

        throw new InvalidOperationException($"{id} found no peace in {MostAttempts} attempts");
    }

    private async Task<bool> CommitAsync(ActorId id)
    {
        var missed = _turn.Effects.Missed?.ToArray() ?? [];
        if (_turn.ToAppend() is { } append)
        {
            var result = await journal.AppendAsync(append, CancellationToken.None);
            _repeated.Remove(id);
            if (result is not AppendResult.Appended)
            {
                _actors.Remove(id);
                if (result is AppendResult.Repeated repeated)
                {
                    _repeated[id] = repeated.Ids;
                }

                return false;
            }

            _turn.Committed(append.Last, append.Wake);
        }

        foreach (var (trigger, times) in missed)
        {
            Missed[trigger] = Missed.GetValueOrDefault(trigger) + times;
        }

        return true;
    }
}
