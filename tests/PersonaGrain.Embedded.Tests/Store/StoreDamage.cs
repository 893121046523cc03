using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Tests.Store;

/// <summary>Damages what a closed store has of one actor, and of no other.</summary>
internal static class StoreDamage
{
    /// <summary>Makes the snapshot and every entry of an actor unreadable.</summary>
    public static void Of(string folder, ActorId actor)
    {
        using var connection = Open(folder);
        var key = Number(connection, "SELECT key FROM actors WHERE id = ?1", actor);
        connection.Execute($"UPDATE snapshots SET body = x'00' WHERE actor = {key}");
        DamageEntries(connection, key, long.MaxValue);
    }

    /// <summary>Makes every entry of an actor unreadable that its snapshot covers.</summary>
    public static void OfPast(string folder, ActorId actor)
    {
        using var connection = Open(folder);
        var through = Number(connection, "SELECT s.sequence FROM snapshots s JOIN actors ON key = actor WHERE id = ?1", actor);
        DamageEntries(connection, Number(connection, "SELECT key FROM actors WHERE id = ?1", actor), through);
    }

    private static StoreConnection Open(string folder) => StoreConnection.Open(StoreFiles.PathIn(folder), StoreAccess.Write, TimeSpan.FromSeconds(30));

    private static long Number(StoreConnection connection, string sql, ActorId actor)
    {
        using var find = connection.Once(sql);
        find.Bind(1, actor.Key).Step().ShouldBeTrue($"the store has no such row of {actor}");
        return find.Number(0);
    }

    private static void DamageEntries(StoreConnection connection, long key, long through)
    {
        foreach (var (block, entries) in Blocks(connection))
        {
            if (Damage(block, entries, key, through))
            {
                using var update = connection.Once("UPDATE journal SET entries = ?2 WHERE block = ?1");
                update.Bind(1, block).Bind(2, entries).Run();
            }
        }
    }

    private static List<(long Block, byte[] Entries)> Blocks(StoreConnection connection)
    {
        var blocks = new List<(long, byte[])>();
        using var read = connection.Once("SELECT block, entries FROM journal");
        while (read.Step())
        {
            blocks.Add((read.Number(0), read.Blob(1).ToArray()));
        }

        return blocks;
    }

    /// <summary>Every stored form of an entry begins with its version.</summary>
    private static bool Damage(long block, byte[] entries, long actor, long through)
    {
        var versions = new List<int>();
        var reader = new BlockReader(block, entries);
        while (reader.TryNext(out var row))
        {
            if (row.Actor == actor && row.Sequence <= through && ((ReadOnlySpan<byte>)entries).Overlaps(row.Payload, out var offset))
            {
                versions.Add(offset);
            }
        }

        versions.ForEach(version => entries[version] = 0xFF);
        return versions.Count > 0;
    }
}
