using PersonaGrain.Embedded.Store;

namespace PersonaGrain.Embedded.Segments;

/// <summary>Reads every segment's aggregate from the store.</summary>
internal static class LedgerReader
{
    public static List<SegmentLedger> Read(StoreConnection connection)
    {
        var byKey = new Dictionary<long, SegmentLedger>();
        using (var read = connection.Once("SELECT key, name, entered, exited, scored, score_sum FROM segments"))
        {
            while (read.Step())
            {
                var ledger = new SegmentLedger(read.Number(0), read.Text(1));
                ledger.Load(read.Number(2), read.Number(3), read.Number(4), read.Number(5));
                byKey.Add(ledger.Key, ledger);
            }
        }

        using (var read = connection.Once("SELECT segment, hour, entered, exited FROM flow"))
        {
            while (read.Step())
            {
                byKey[read.Number(0)].Load(read.Number(1), read.Number(2), read.Number(3));
            }
        }

        return [.. byKey.Values];
    }
}
