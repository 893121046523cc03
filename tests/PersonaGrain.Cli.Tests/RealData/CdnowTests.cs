using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.RealData;

/// <summary>Years of purchases of days: a third of the customers of the file, who are 7,856.</summary>
public sealed class CdnowTests
{
    private const string Source = "cdnow/CDNOW_master.txt";
    private const int OneIn = 3;
    private static readonly DateTime[] Times =
    [
        new(1997, 2, 15, 0, 0, 0, DateTimeKind.Utc), new(1997, 6, 1, 12, 0, 0, DateTimeKind.Utc), new(1997, 12, 31, 0, 0, 0, DateTimeKind.Utc),
        new(1998, 6, 30, 0, 0, 0, DateTimeKind.Utc), new(1999, 1, 1, 0, 0, 0, DateTimeKind.Utc),
    ];

    [SharedDataFact(Source)]
    public async Task Ingest_replayed_by_the_datas_clock_gives_what_a_brute_force_calculation_gives()
    {
        using var folder = TemporaryFolder.InMemory();
        string[] lines = [.. (await File.ReadAllLinesAsync(Repository.SharedData(Source))).Where(static (line, index) => index == 0 || int.Parse(Fields(line)[0]) % OneIn == 0)];
        await File.WriteAllLinesAsync(folder.File("purchases.txt"), lines);
        var history = new BruteForceHistory(Read(lines), Times);

        var first = (await IngestAsync(folder)).Json;
        first.GetProperty("accepted").GetInt32().ShouldBe(lines.Length - 1);
        first.GetProperty("triggered").GetInt32().ShouldBe(history.WinBacks(Times[^1]));
        await RetailComparison.CompareAsync(folder.Path, history, Times);

        // A second run changes nothing.
        var second = (await IngestAsync(folder)).Json;
        (second.GetProperty("accepted").GetInt32(), second.GetProperty("duplicates").GetInt32(), second.GetProperty("entered").GetInt32()).ShouldBe((0, lines.Length - 1, 0));
        await RetailComparison.CompareAsync(folder.Path, history, Times[^1]);
    }

    private static Task<PersonaRun> IngestAsync(TemporaryFolder folder) => PersonaRun.DoneAsync(
        "ingest", folder.File("purchases.txt"), "--mapping", Repository.File("silo-config/mappings/cdnow.json"),
        "--catalog", Repository.File("silo-config/catalogs/retail.json"), "--data", folder.Path,
        "--clock", "signals", "--until", $"{Times[^1]:O}", "--json");

    private static string[] Fields(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Reads lines by hand; they are ordered by customer, and a customer's by day.</summary>
    private static IEnumerable<Purchase> Read(IEnumerable<string> lines) => lines.Skip(1).Select(Fields)
        .Select(fields => new Purchase(
            fields[0],
            DateTime.SpecifyKind(DateTime.ParseExact(fields[1], "yyyyMMdd", null), DateTimeKind.Utc),
            decimal.Parse(fields[3]),
            decimal.Parse(fields[2])));
}
