using PersonaGrain.Accounts;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Population.Census;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Population;

/// <summary>Counts actors of one partition where they live, each in a turn of its own. Damaged ones are passed over.</summary>
/// <param name="actors">The actors.</param>
/// <param name="summary">Where to; the sweep's own until it is done.</param>
/// <param name="sample">Of whom the past is looked at.</param>
internal sealed class CensusSweep(IReadOnlyList<KeyedActor> actors, CensusSummary summary, CensusSample sample) : PartitionWork
{
    private readonly TaskCompletionSource<IReadOnlyList<ProfileId>?> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ProfileId> _sampled = [];
    private bool _isWhole = true;
    private int _open;

    /// <summary>The people of the sample who were counted; null where somebody could not be: the store failed, or another catalog came in force.</summary>
    public Task<IReadOnlyList<ProfileId>?> Task => _source.Task;

    /// <inheritdoc />
    public override void Run(Partition partition)
    {
        if (partition.Context.Writer.Fault is not null || partition.Context.Holds.Any)
        {
            _source.TrySetResult(null);
            return;
        }

        _open = actors.Count + 1;
        foreach (var actor in actors)
        {
            partition.Turns.Start(new Step(this, actor.Id, partition.Actors.TryGet(actor.Id, out _)));
        }

        End();
    }

    /// <inheritdoc />
    public override void Fail(StoreFault fault) => _source.TrySetResult(null);

    private void Count(Profile person, Instant asOf)
    {
        if (person.Machine.Catalog.Version != summary.Catalog.Version)
        {
            _isWhole = false;
            return;
        }

        var subject = new CensusSubject(person.ProfileId, person.Machine, person.State, asOf);
        if (person is Account)
        {
            summary.AddAccount(subject);
            return;
        }

        summary.Add(subject);
        if (summary.WantsHistory && sample.Includes(person.ProfileId))
        {
            _sampled.Add(person.ProfileId);
        }
    }

    private void End()
    {
        if (--_open == 0)
        {
            _source.TrySetResult(_isWhole ? _sampled : null);
        }
    }

    /// <summary>The turn of one actor.</summary>
    private sealed class Step(CensusSweep sweep, ActorId actor, bool wasInMemory) : IActorTask
    {
        private Instant _asOf;

        public ActorId Actor => actor;

        public void Run(ActorSlot? slot, ActorTurn turn) => _asOf = turn.Now;

        public void Ended(ActorSlot? slot)
        {
            try
            {
                if (slot?.Actor is Profile { Exists: true, MovedTo: null } person)
                {
                    sweep.Count(person, _asOf);
                }
            }
            catch (Exception fault)
            {
                // It is the census that fails, and not the actor's turn.
                sweep._source.TrySetException(fault);
            }

            if (slot is not null && !wasInMemory)
            {
                // Whoever comes to memory for a census alone is the first to leave it again.
                slot.IsReferenced = false;
            }

            sweep.End();
        }

        public void Failed(StoreFault fault)
        {
            sweep._isWhole = false;
            sweep.End();
        }

        public void Damaged(ActorDamagedException damage) => sweep.End();
    }
}
