using System.Diagnostics;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Profiles;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Population;

/// <summary>Looks at actors of one partition where they live, each in a turn of its own. Damaged ones are passed over.</summary>
/// <remarks>After some 2 ms it stands behind what came meanwhile: a signal waits for that long, and for one look, and not for all of them.</remarks>
/// <param name="actors">The actors.</param>
/// <param name="visit">Told of each person, or account, and its place in memory, as of an instant, one after the other; false where the whole is of no use. It must not keep the state.</param>
/// <param name="time">By which 2 ms are measured; null for the machine's.</param>
internal sealed class ProfileSweep(IReadOnlyList<KeyedActor> actors, Func<Profile, ActorSlot, Instant, bool> visit, TimeProvider? time = null) : PartitionWork
{
    private static readonly TimeSpan LongestSlice = TimeSpan.FromMilliseconds(2);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly TaskCompletionSource<bool> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isWhole = true;
    private int _open = actors.Count + 1;
    private int _next;

    /// <summary>Whether everybody was visited: false where the store failed, or a visit was of no use.</summary>
    public Task<bool> Task => _source.Task;

    /// <summary>How many are damaged.</summary>
    public int PassedOver { get; private set; }

    /// <summary>How long the partition was busy with it; what waited for long histories is not in it. To be read when it is done.</summary>
    public TimeSpan Busy { get; private set; }

    /// <inheritdoc />
    public override void Run(Partition partition)
    {
        if (partition.Context.Writer.Fault is not null || partition.Context.Holds.Any)
        {
            _source.TrySetResult(false);
            return;
        }

        var (began, busy) = (_time.GetTimestamp(), Stopwatch.GetTimestamp());
        while (_next < actors.Count && _time.GetElapsedTime(began) < LongestSlice)
        {
            var actor = actors[_next++];
            partition.Turns.Start(new Step(this, actor.Id, partition.Actors.TryGet(actor.Id, out _)));
        }

        Busy += Stopwatch.GetElapsedTime(busy);
        if (_next < actors.Count)
        {
            partition.Post(this);
        }
        else
        {
            End();
        }
    }

    /// <inheritdoc />
    public override void Fail(StoreFault fault) => _source.TrySetResult(false);

    private bool Visit(Profile person, ActorSlot slot, Instant asOf) => visit(person, slot, asOf);

    private void End()
    {
        if (--_open == 0)
        {
            _source.TrySetResult(_isWhole);
        }
    }

    /// <summary>The turn of one actor.</summary>
    private sealed class Step(ProfileSweep sweep, ActorId actor, bool wasInMemory) : IActorTask
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
                    sweep._isWhole &= sweep.Visit(person, slot, _asOf);
                }
            }
            catch (Exception fault)
            {
                // It is the look that fails, and not the actor's turn.
                sweep._source.TrySetException(fault);
            }

            if (slot is not null && !wasInMemory)
            {
                // Whoever comes to memory for a look alone is the first to leave it again.
                slot.IsReferenced = false;
            }

            sweep.End();
        }

        public void Failed(StoreFault fault)
        {
            sweep._isWhole = false;
            sweep.End();
        }

        public void Damaged(ActorDamagedException damage)
        {
            sweep.PassedOver++;
            sweep.End();
        }
    }
}
