using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using DuckDB.NET.Data;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.RealData;

/// <summary>What a shop asks of its customers (spend, orders, baskets, favourite item, recency) is what a database works out of the same lines: a third of a file.</summary>
public sealed class RetailTraitTests
{
    private const string Source = "online_retail/online_retail.csv.gz";
    private const int OneIn = 3;
    private const string Catalog = """
        {
          "name": "retail-traits", "version": 1,
          "signals": { "item_purchased": { "category": "transactional", "attributes": { "sku": "string", "invoice": "string", "quantity": "number" } } },
          "traits": {
            "spend": { "sum": "item_purchased", "indexed": true },
            "spend_90d": { "sum": "item_purchased", "within": "90d", "keep": 10000 },
            "items": { "count": "item_purchased" },
            "orders": { "distinct": "invoice", "of": "item_purchased" },
            "orders_90d": { "distinct": "invoice", "of": "item_purchased", "within": "90d" },
            "basket": { "ratio": ["spend", "orders"] },
            "quantity_30d": { "mean": "quantity", "of": "item_purchased", "within": "30d", "keep": 10000 },
            "largest": { "max": "item_purchased" },
            "smallest": { "min": "item_purchased" },
            "favourite": { "mostFrequent": "sku", "of": "item_purchased", "keep": 10000 },
            "recency": { "daysSince": "item_purchased" },
            "days": { "distinctDays": "item_purchased" }
          },
          "segments": { "everybody": { "when": { "signal": "item_purchased", "count": { "atLeast": 1 } } } }
        }
        """;

    private const string Query = """
        WITH lines AS (
          SELECT CustomerID AS customer, StockCode AS sku, InvoiceNo AS invoice, CAST(Quantity AS DECIMAL(18, 4)) AS quantity, InvoiceDate AS happened,
            CAST(Quantity AS DECIMAL(18, 4)) * CAST(UnitPrice AS DECIMAL(18, 4)) AS value
          FROM read_csv($file, header = true, types = { 'InvoiceNo': 'VARCHAR', 'StockCode': 'VARCHAR', 'CustomerID': 'VARCHAR', 'Quantity': 'VARCHAR', 'UnitPrice': 'VARCHAR', 'InvoiceDate': 'TIMESTAMP' })
          WHERE CustomerID IS NOT NULL AND InvoiceDate <= CAST($time AS TIMESTAMP)),
        skus AS (SELECT customer, sku, count(*) AS times, max(happened) AS newest FROM lines GROUP BY ALL),
        favourites AS (
          SELECT customer, list(sku) AS skus FROM (SELECT *, rank() OVER (PARTITION BY customer ORDER BY times DESC, newest DESC) AS place FROM skus) WHERE place = 1 GROUP BY customer)
        SELECT customer, CAST(sum(value) AS DOUBLE) AS spend, CAST(coalesce(sum(value) FILTER (WHERE happened > CAST($time AS TIMESTAMP) - INTERVAL 90 DAY), 0) AS DOUBLE) AS spend_90d,
          CAST(count(*) AS DOUBLE) AS items, CAST(count(DISTINCT invoice) AS DOUBLE) AS orders,
          CAST(count(DISTINCT invoice) FILTER (WHERE happened > CAST($time AS TIMESTAMP) - INTERVAL 90 DAY) AS DOUBLE) AS orders_90d,
          CAST(sum(value) AS DOUBLE) / count(DISTINCT invoice) AS basket,
          CAST(avg(quantity) FILTER (WHERE happened > CAST($time AS TIMESTAMP) - INTERVAL 30 DAY) AS DOUBLE) AS quantity_30d,
          CAST(max(value) AS DOUBLE) AS largest, CAST(min(value) AS DOUBLE) AS smallest,
          CAST(date_diff('second', max(happened), CAST($time AS TIMESTAMP)) // 86400 AS DOUBLE) AS recency,
          CAST(count(DISTINCT CAST(happened AS DATE)) AS DOUBLE) AS days, any_value(favourites.skus) AS favourites
        FROM lines JOIN favourites USING (customer) GROUP BY customer ORDER BY spend DESC, customer
        """;

    private static readonly string[] Numbers =
        ["spend", "spend_90d", "items", "orders", "orders_90d", "basket", "quantity_30d", "largest", "smallest", "recency", "days"];

    [SharedDataFact(Source)]
    public async Task Computed_traits_of_every_customer_are_those_of_a_database_at_several_times()
    {
        using var folder = TemporaryFolder.InMemory();
        var catalog = Path.Combine(folder.Path, "catalog.json");
        await File.WriteAllTextAsync(catalog, Catalog);
        (string Time, int Customers)[] looks = [("2011-02-28T11:59:30Z", 0), ("2011-08-15T16:00:30Z", 0), ("2011-12-31T00:00:00Z", 1_487)];
        var parts = await SplitAsync(folder, [.. looks.Select(static look => look.Time)]);
        foreach (var ((time, customers), part) in looks.Zip(parts))
        {
            await PersonaRun.DoneAsync(
                "ingest", part, "--mapping", Repository.File("silo-config/mappings/online_retail.json"), "--catalog", catalog,
                "--data", folder.Path, "--clock", "signals", "--until", time, "--json");
            var expected = Expected(folder.File("up-to-*.csv"), time);
            expected.Count.ShouldBeGreaterThanOrEqualTo(Math.Max(customers, 400));
            var actual = (await PersonaRun.DoneAsync(
                    "export", "everybody", "--data", folder.Path, "--fields", string.Join(',', [.. Numbers, "favourite"]), "--format", "jsonl", "--sort", "-spend"))
                .JsonLines.ToDictionary(static line => line.GetProperty("profile").GetString()!, static line => line.GetProperty("fields"));
            actual.Keys.ShouldBe(expected.Keys, ignoreOrder: true, time);
            foreach (var (customer, traits) in expected)
            {
                ShouldBe(actual[customer], traits, $"{customer} at {time}");
            }
        }
    }

    /// <summary>The lines of every third customer up to each time that the ones before do not have: what was taken is not read again for each look.</summary>
    private static async Task<string[]> SplitAsync(TemporaryFolder folder, string[] times)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(Repository.SharedData(Source)), CompressionMode.Decompress));
        var header = await text.ReadLineAsync();
        string[] paths = [.. times.Select(time => folder.File($"up-to-{time[..10]}.csv"))];
        var parts = Array.ConvertAll(paths, File.CreateText);
        foreach (var part in parts)
        {
            await part.WriteLineAsync(header);
        }

        while (await text.ReadLineAsync() is { } line)
        {
            // No field after the description is quoted: of the last five the second is the time, the fourth the customer.
            var fields = line.Split(',');
            if (fields[^2].Length == 0 || int.Parse(fields[^2], CultureInfo.InvariantCulture) % OneIn != 0)
            {
                continue;
            }

            var time = fields[^4].Replace(' ', 'T');
            await parts[Array.FindIndex(times, upTo => string.CompareOrdinal(time, upTo) <= 0)].WriteLineAsync(line);
        }

        foreach (var part in parts)
        {
            await part.DisposeAsync();
        }

        return paths;
    }

    private static void ShouldBe(JsonElement actual, Row expected, string what)
    {
        foreach (var (name, number) in expected.Numbers)
        {
            var told = actual.GetProperty(name);
            if (number is { } known)
            {
                told.GetDouble().ShouldBe(known, 1e-6 * Math.Max(1, Math.Abs(known)), $"{name} of {what}");
            }
            else
            {
                told.ValueKind.ShouldBe(JsonValueKind.Null, $"{name} of {what}");
            }
        }

        expected.Favourites.ShouldContain(actual.GetProperty("favourite").GetString()!, what);
    }

    private static Dictionary<string, Row> Expected(string files, string time)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Query;
        command.Parameters.Add(new DuckDBParameter("file", files));
        command.Parameters.Add(new DuckDBParameter("time", DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)));
        using var reader = command.ExecuteReader();
        var rows = new Dictionary<string, Row>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0), new Row(
                Numbers.ToDictionary(static name => name, name => reader.IsDBNull(reader.GetOrdinal(name)) ? (double?)null : reader.GetDouble(reader.GetOrdinal(name))),
                reader.GetFieldValue<List<string>>(reader.GetOrdinal("favourites"))));
        }

        return rows;
    }

    private sealed record Row(IReadOnlyDictionary<string, double?> Numbers, IReadOnlyList<string> Favourites);
}
