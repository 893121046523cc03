using System.Buffers;
using System.Diagnostics;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Benchmarks.Embedded;

/// <summary>The yardstick: nothing but inserting the same journal rows, encoded beforehand, with as many commits at the same sync level.</summary>
internal static class BareLoop
{
    public static TimeSpan Run(List<Observation[]> batches, int profiles, long commits)
    {
        using var folder = new LoadFolder();
        using var connection = StoreConnection.Open(folder.File("bare.db"), StoreAccess.Write, TimeSpan.Zero);
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000");
        connection.Execute("CREATE TABLE journal (position INTEGER PRIMARY KEY, profile INTEGER NOT NULL, previous INTEGER NOT NULL, payload BLOB)");
        var rows = Encode(batches);
        var insert = connection.Prepare("INSERT INTO journal VALUES (?1, ?2, ?3, ?4)");
        var perCommit = Math.Max(1, rows.Count / commits);

        var watch = Stopwatch.StartNew();
        for (var row = 0; row < rows.Count;)
        {
            connection.Execute("BEGIN IMMEDIATE");
            for (var end = Math.Min(rows.Count, row + perCommit); row < end; row++)
            {
                insert.Bind(1, row + 1).Bind(2, row % profiles).Bind(3, Math.Max(0, row - profiles)).Bind(4, rows[row]).Run();
            }

            connection.Execute("COMMIT");
        }

        return watch.Elapsed;
    }

    private static List<byte[]> Encode(List<Observation[]> batches)
    {
        var rows = new List<byte[]>();
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var observation in batches.SelectMany(batch => batch))
        {
            buffer.ResetWrittenCount();
            SignalCodec.Write(observation.Signal, Instant.From(DateTimeOffset.UtcNow), buffer);
            rows.Add(buffer.WrittenSpan.ToArray());
        }

        return rows;
    }
}
