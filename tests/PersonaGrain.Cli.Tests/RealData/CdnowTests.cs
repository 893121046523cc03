using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.RealData;

public sealed class CdnowTests
{
    private const string Source = "cdnow/CDNOW_master.txt";
    private static readonly DateTime[] Times =
    [
        new(1997, 2, 15, 0, 0, 0, DateTimeKind.Utc), new(1997, 6, 1, 12, 0, 0, DateTimeKind.Utc), new(1997, 12, 31, 0, 0, 0, DateTimeKind.Utc),
        new(1998, 6, 30, 0, 0, 0, DateTimeKind.Utc), new(1999, 1, 1, 0, 0, 0, DateTimeKind.Utc),
    ];

    [SharedDataFact(Source)]
    public async Task Ingest_replayed_by_the_datas_clock_gives_what_a_brute_force_calculation_gives()
    {
        using var folder = TemporaryFolder.InMemory();
        var history = new BruteForceHistory(Read(), Times);

        var first = (await IngestAsync(folder)).Json;
        first.GetProperty("accepted").GetInt32().ShouldBe(69_659);
        first.GetProperty("triggered").GetInt32().ShouldBe(history.WinBacks(Times[^1]));
        await RetailComparison.CompareAsync(folder.Path, history, Times);

        // A second run changes nothing.
        var second = (await IngestAsync(folder)).Json;
        (second.GetProperty("accepted").GetInt32(), second.GetProperty("duplicates").GetInt32(), second.GetProperty("entered").GetInt32()).ShouldBe((0, 69_659, 0));
        await RetailComparison.CompareAsync(folder.Path, history, Times[^1]);
    }

    private static Task<PersonaRun> IngestAsync(TemporaryFolder folder) => PersonaRun.DoneAsync(
        "ingest", Repository.SharedData(Source), "--mapping", Repository.File("silo-config/mappings/cdnow.json"),
        "--catalog", Repository.File("silo-config/catalogs/retail.json"), "--data", folder.Path,
        "--clock", "signals", "--until", $"{Times[^1]:O}", "--json");

    /// <summary>Reads the file by hand; it is ordered by customer, and a customer's lines by day.</summary>
    private static IEnumerable<Purchase> Read() => File.ReadLines(Repository.SharedData(Source)).Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Where(fields => fields.Length == 4)
        .Select(fields => new Purchase(
            fields[0],
            DateTime.SpecifyKind(DateTime.ParseExact(fields[1], "yyyyMMdd", null), DateTimeKind.Utc),
            decimal.Parse(fields[3]),
            decimal.Parse(fields[2])));
}
