using System.Globalization;
using System.IO.Compression;
using System.Text;
using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Scoring;

/// <summary>Who is worth most to a real shop, under the shipped catalog: by money another one than by how often.</summary>
public sealed class RetailWorthTests
{
    private const string Source = "online_retail/online_retail.csv.gz";
    private static readonly Instant End = Instant.FromUtc(2011, 12, 9, 12, 50);

    [SharedDataFact(Source)]
    public void Customer_who_spent_most_comes_first_by_value_and_others_before_by_count()
    {
        var reading = CatalogReader.Read(File.ReadAllBytes(Repository.File("silo-config/catalogs/retail.json")));
        var machine = A.Machine(reading.ShouldBeOfType<CatalogReading.Sound>().Document);
        var customers = Read().GroupBy(purchase => purchase.Customer).ToDictionary(
            customer => customer.Key, customer => (Purchases: customer.ToArray(), Scores: Scores(machine, [.. customer])));

        var richest = customers.MaxBy(customer => customer.Value.Purchases.Sum(purchase => purchase.Paid));
        (customers.Count, richest.Key, Math.Round(richest.Value.Purchases.Sum(purchase => purchase.Paid))).ShouldBe((4_372, "14646", 279_489));

        customers.MaxBy(customer => customer.Value.Scores["customer_value"]).Key.ShouldBe(richest.Key);
        customers.Count(customer => customer.Value.Scores["loyalty"] > richest.Value.Scores["loyalty"]).ShouldBe(7);
        foreach (var (customer, (purchases, scores)) in customers)
        {
            var left = Math.Max(0, purchases.Sum(purchase => (double)purchase.Paid * Math.Pow(2, -((End - purchase.At) / TimeSpan.FromDays(90)))));
            scores["customer_value"].ShouldBe(100 * left / (left + 1_500), 1e-9, customer);
        }
    }

    private static IReadOnlyDictionary<string, double> Scores(ProfileMachine machine, Purchase[] purchases)
    {
        var state = machine.Create(default);
        Signal[] signals = [.. purchases.Select(purchase => purchase.Signal)];
        machine.Observe(state, signals, End, default, new ObservationVerdict[signals.Length], new TurnEffects());
        return machine.View(ProfileId.Parse("customer"), state, End).Scores;
    }

    /// <summary>No field after the description is quoted, so the last five commas are the ones that count.</summary>
    private static IEnumerable<Purchase> Read()
    {
        using var file = new GZipStream(File.OpenRead(Repository.SharedData(Source)), CompressionMode.Decompress);
        using var text = new StreamReader(file, Encoding.UTF8);
        text.ReadLine();
        for (var line = 1; text.ReadLine() is { } row; line++)
        {
            var fields = row.Split(',');
            if (fields[^2].Length > 0)
            {
                var quantity = decimal.Parse(fields[^5], CultureInfo.InvariantCulture);
                var at = DateTimeOffset.Parse(fields[^4], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
                yield return new Purchase(line, fields[^2], Instant.From(at), quantity * decimal.Parse(fields[^3], CultureInfo.InvariantCulture));
            }
        }
    }

    private sealed record Purchase(int Line, string Customer, Instant At, decimal Paid)
    {
        internal Signal Signal => new() { Id = $"line-{Line}", Type = "item_purchased", Time = At, Value = (double)Paid };
    }
}
