using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Grains.Tests.RealData;

/// <summary>Signals that are sent together, when the last of them has happened.</summary>
/// <param name="At">When.</param>
/// <param name="Lines">In the native form.</param>
internal sealed record RetailBatch(Instant At, IReadOnlyList<string> Lines);

/// <summary>Real purchases of a year, in the order in which they were written down.</summary>
internal static class RetailData
{
    /// <summary>The file among the shared data.</summary>
    public const string Source = "online_retail/online_retail.csv.gz";

    /// <summary>Before the first of them.</summary>
    public static readonly DateTime Start = new(2010, 12, 1, 0, 0, 0, DateTimeKind.Utc);

    private const int Size = 1_000;

    /// <summary>The batches up to an instant.</summary>
    public static IEnumerable<RetailBatch> Batches(DateTime until)
    {
        var lines = new List<string>();
        var (at, repeats) = (Start, new Dictionary<string, int>());
        foreach (var fields in Rows())
        {
            var time = Time(fields);
            if (time >= until)
            {
                break;
            }

            // A batch never spans two days.
            if (lines.Count == Size || (lines.Count > 0 && time.Date > at.Date))
            {
                yield return new RetailBatch(Instant.From(new DateTimeOffset(at)), [.. lines]);
                lines.Clear();
            }

            at = time > at ? time : at;
            lines.Add(Line(fields, time, repeats));
        }

        if (lines.Count > 0)
        {
            yield return new RetailBatch(Instant.From(new DateTimeOffset(at)), lines);
        }
    }

    /// <summary>InvoiceNo, StockCode, Description (perhaps quoted), Quantity, InvoiceDate, UnitPrice, CustomerID, Country; those without a customer are passed over.</summary>
    private static IEnumerable<string[]> Rows()
    {
        using var file = new GZipStream(File.OpenRead(Repository.SharedData(Source)), CompressionMode.Decompress);
        using var text = new StreamReader(file, Encoding.UTF8);
        text.ReadLine();
        while (text.ReadLine() is { } line)
        {
            // No field after the description is quoted, so those that count are the first two and the last five.
            var fields = line.Split(',');
            if (fields[^2].Length > 0)
            {
                yield return fields;
            }
        }
    }

    private static DateTime Time(string[] fields) =>
        DateTime.SpecifyKind(DateTime.Parse(fields[^4], CultureInfo.InvariantCulture), DateTimeKind.Utc);

    private static string Line(string[] fields, DateTime time, Dictionary<string, int> repeats)
    {
        var quantity = decimal.Parse(fields[^5], CultureInfo.InvariantCulture);
        var id = $"{fields[0]}/{fields[1]}/{quantity}";

        // Equal lines of one invoice are different items.
        repeats[id] = repeats.GetValueOrDefault(id) + 1;
        return JsonSerializer.Serialize(new
        {
            id = $"{id}/{repeats[id]}",
            profile = fields[^2],
            type = quantity < 0 ? "item_returned" : "item_purchased",
            time = $"{time:O}",
            value = quantity * decimal.Parse(fields[^3], CultureInfo.InvariantCulture),
            attributes = new { sku = fields[1], country = fields[^1], quantity },
        });
    }
}
