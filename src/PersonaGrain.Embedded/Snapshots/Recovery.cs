using PersonaGrain.Embedded.Commits;
using PersonaGrain.Embedded.Partitions;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Snapshots;

/// <summary>Finds the profiles whose newest rows no snapshot covers, after a crash: one pass over the tail of journal and events.</summary>
internal static class Recovery
{
    private const int ProfilesOfATurn = 256;

    /// <summary>The profiles to recover; none after a clean end.</summary>
    public static List<ProfileSlot> Find(StoreConnection connection, long horizon, Func<ProfileId, Partition> partitionOf)
    {
        var places = Places(connection, horizon);
        var slots = new List<ProfileSlot>(places.Count);
        using var find = connection.Once("SELECT id FROM profiles WHERE key = ?1");
        foreach (var (key, place) in places)
        {
            if (!find.Bind(1, key).Step())
            {
                throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, $"profile {key} has rows but no id");
            }

            var id = ProfileId.Parse(find.Text(0));
            find.Reset();
            slots.Add(new ProfileSlot(partitionOf(id), id, key) { Place = place, CommittedPlace = place });
        }

        return slots;
    }

    /// <summary>Where the profiles with rows after the horizon stand, by key.</summary>
    public static Dictionary<long, StoredPlace> Places(StoreConnection connection, long horizon)
    {
        var places = new Dictionary<long, StoredPlace>();
        Scan(connection, "journal", horizon, places, static (ref StoredPlace place, long position) => place.JournalHead = position);
        Scan(connection, "events", horizon, places, static (ref StoredPlace place, long position) => place.EventHead = position);
        return places;
    }

    /// <summary>Activates the profiles in their partitions; their changes are then as far as they were.</summary>
    public static async Task RunAsync(List<ProfileSlot> slots, Instant now, CancellationToken cancellation)
    {
        foreach (var share in slots.GroupBy(slot => slot.Partition))
        {
            foreach (var turn in share.Chunk(ProfilesOfATurn))
            {
                var work = new PartitionFlush(partition => Array.ForEach(turn, slot => partition.Recover(slot, now)));
                share.Key.Post(work);
                if (!await work.Task.WaitAsync(cancellation))
                {
                    var fault = work.Fault ?? share.Key.Context.Writer.Fault;
                    var code = fault?.Code == StoreFault.Damaged ? SQLitePCL.raw.SQLITE_CORRUPT : SQLitePCL.raw.SQLITE_IOERR;
                    throw new StoreException(code, fault?.Message ?? "recovery failed");
                }
            }
        }
    }

    private delegate void Place(ref StoredPlace place, long position);

    private static void Scan(StoreConnection connection, string table, long horizon, Dictionary<long, StoredPlace> places, Place note)
    {
        using var read = connection.Once($"SELECT position, profile FROM {table} WHERE position > ?1 ORDER BY position");
        read.Bind(1, horizon);
        while (read.Step())
        {
            var position = read.Number(0);
            ref var place = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(places, read.Number(1), out _);
            place.FirstUnsaved = place.FirstUnsaved == 0 ? position : Math.Min(place.FirstUnsaved, position);
            note(ref place, position);
        }
    }
}
