using System.IO.Compression;
using System.Text;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.RealData;

public sealed class OnlineRetailTests
{
    private const string Source = "online_retail/online_retail.csv.gz";
    private static readonly DateTime Start = new(2010, 12, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Midway = new(2011, 6, 15, 12, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime End = new(2012, 3, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime[] Times =
    [
        new(2011, 1, 10, 9, 30, 0, DateTimeKind.Utc), new(2011, 4, 1, 0, 0, 0, DateTimeKind.Utc), Midway,
        new(2011, 9, 30, 17, 45, 0, DateTimeKind.Utc), new(2011, 12, 9, 12, 50, 0, DateTimeKind.Utc), End,
    ];

    [SharedDataFact(Source)]
    public async Task Ingest_replayed_by_the_datas_clock_gives_what_a_brute_force_calculation_gives()
    {
        using var folder = TemporaryFolder.InMemory();
        var history = new BruteForceHistory(Read(), Times);

        // First half the history, then all of it: the second run passes over what the first one took.
        var first = (await IngestAsync(folder, Midway)).Json;
        await RetailComparison.CompareAsync(folder.Path, history, Midway);
        var second = (await IngestAsync(folder, End)).Json;

        (first.GetProperty("accepted").GetInt32() + second.GetProperty("accepted").GetInt32()).ShouldBe(406_829);
        second.GetProperty("duplicates").GetInt32().ShouldBe(first.GetProperty("accepted").GetInt32());
        (second.GetProperty("lines").GetInt32(), second.GetProperty("skipped").GetInt32()).ShouldBe((541_909, 135_080));
        (first.GetProperty("triggered").GetInt32() + second.GetProperty("triggered").GetInt32()).ShouldBe(history.WinBacks(End));
        await RetailComparison.CompareAsync(folder.Path, history, Times);
    }

    private static Task<PersonaRun> IngestAsync(TemporaryFolder folder, DateTime until) => PersonaRun.DoneAsync(
        "ingest", Repository.SharedData(Source), "--mapping", Repository.File("silo-config/mappings/online_retail.json"),
        "--catalog", Repository.File("silo-config/catalogs/retail.json"), "--data", folder.Path,
        "--clock", "signals", "--until", $"{until:O}", "--json");

    /// <summary>Reads the file by hand: InvoiceNo, StockCode, Description (perhaps quoted), Quantity, InvoiceDate, UnitPrice, CustomerID, Country.</summary>
    private static IEnumerable<Purchase> Read()
    {
        using var file = new GZipStream(File.OpenRead(Repository.SharedData(Source)), CompressionMode.Decompress);
        using var text = new StreamReader(file, Encoding.UTF8);
        text.ReadLine();
        while (text.ReadLine() is { } line)
        {
            // No field after the description is quoted, so the last five commas are the ones that count.
            var fields = line.Split(',');
            var customer = fields[^2];
            if (customer.Length > 0)
            {
                var at = DateTime.SpecifyKind(DateTime.Parse(fields[^4]), DateTimeKind.Utc);
                at.ShouldBeGreaterThanOrEqualTo(Start);
                var quantity = decimal.Parse(fields[^5]);
                yield return new Purchase(customer, at, quantity * decimal.Parse(fields[^3]), quantity);
            }
        }
    }
}
