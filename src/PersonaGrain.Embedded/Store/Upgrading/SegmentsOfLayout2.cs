using System.Buffers;
using PersonaGrain.Grid;
using PersonaGrain.Segments;
using PersonaGrain.Time;

namespace PersonaGrain.Embedded.Store.Upgrading;

/// <summary>Copies what segments add up to, and their members.</summary>
internal static class SegmentsOfLayout2
{
    /// <summary>Copies all.</summary>
    public static void Copy(StoreConnection connection)
    {
        using (var read = connection.Once("SELECT key, name, entered, exited, scored, score_sum FROM old_segments"))
        using (var insert = connection.Once("INSERT INTO segments VALUES (?1, ?2, ?3)"))
        {
            var bytes = new ArrayBufferWriter<byte>();
            while (read.Step())
            {
                bytes.ResetWrittenCount();
                SegmentAggregate.Of(read.Number(2), read.Number(3), read.Number(4), read.Number(5), FlowOf(connection, read.Number(0))).Write(bytes);
                insert.Bind(1, read.Number(0)).Bind(2, read.Text(1)).Bind(3, bytes.WrittenSpan).Run();
            }
        }

        connection.Execute("INSERT INTO members SELECT segment, profile, since, version FROM old_members ORDER BY segment, profile");
    }

    private static List<HourlyFlow> FlowOf(StoreConnection connection, long segment)
    {
        using var read = connection.Once("SELECT hour, entered, exited FROM old_flow WHERE segment = ?1 ORDER BY hour");
        read.Bind(1, segment);
        var flow = new List<HourlyFlow>();
        while (read.Step())
        {
            flow.Add(new HourlyFlow(new Instant(read.Number(0) * TimeSpan.TicksPerHour), read.Number(1), read.Number(2)));
        }

        return flow;
    }
}
