using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Hosting;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Population;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Previews;

/// <summary>Copies people of one partition, each with where its journal ends, so that nobody has to be looked up again to read on there.</summary>
internal sealed class PartitionCopy
{
    private readonly GridEngine _engine;
    private readonly Partition _partition;
    private readonly ProfileSweep _sweep;
    private readonly CancellationToken _cancellation;
    private long _newest;

    /// <summary>Copies of some actors, not begun yet.</summary>
    public PartitionCopy(GridEngine engine, Partition partition, IReadOnlyList<KeyedActor> actors, CancellationToken cancellation) =>
        (_engine, _partition, _sweep, _cancellation) = (engine, partition, new ProfileSweep(actors, Add), cancellation);

    /// <summary>The copies.</summary>
    public List<PreviewedPerson> People { get; } = [];

    /// <summary>How many are damaged.</summary>
    public int PassedOver => _sweep.PassedOver;

    /// <summary>Copies them; done when what was copied is durable. False where the store failed, or it was cancelled.</summary>
    public async Task<bool> TakeAsync()
    {
        _partition.Post(_sweep);
        if (!await _sweep.Task)
        {
            return false;
        }

        if (_newest <= _partition.Batches.Durable)
        {
            return true;
        }

        var flush = new PartitionFlush();
        _partition.Post(flush);
        return await flush.Task is null;
    }

    private bool Add(Profile person, ActorSlot slot, Instant asOf)
    {
        if (_cancellation.IsCancellationRequested)
        {
            return false;
        }

        var journals = new DurableJournals(_engine.Context, _engine.Profiles, _engine.Readers);
        journals.SetEnd(slot.Id, slot.Address);
        People.Add(new PreviewedPerson(
            new ProfileReading(person.ProfileId, person.Machine, ProfileMachine.Copy(person.State), asOf) { Sequence = slot.Sequence }, journals));
        _newest = Math.Max(_newest, slot.LastBatch);
        return true;
    }
}
