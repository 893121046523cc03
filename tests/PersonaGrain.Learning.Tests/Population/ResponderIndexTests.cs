using System.Globalization;
using PersonaGrain.Catalogs;
using PersonaGrain.Learning.Population;
using PersonaGrain.Population;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Index;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;
using PersonaGrain.Turns;
using Xunit.Abstractions;

namespace PersonaGrain.Learning.Tests.Population;

/// <summary>The customers of a grocer (Kaggle, "Customer Personality Analysis"), of whom 334 answered the last campaign.</summary>
public sealed class ResponderIndexTests(ITestOutputHelper output)
{
    private const string File = "customer_personality/marketing_campaign.csv";

    private static readonly string[] Traits =
    [
        "Year_Birth", "Education", "Marital_Status", "Income", "Kidhome", "Teenhome", "Recency", "MntWines", "MntMeatProducts", "NumCatalogPurchases", "NumWebVisitsMonth",
    ];

    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1);

    private static readonly ProfileMachine Machine = new(
        Catalog.Compile(Some.Catalog(
            signals: """{ "seen": { "category": "behavioral" }, "campaign_1": { "category": "behavioral" }, "responded": { "category": "behavioral" } }""",
            traits: """{ "Year_Birth": { "type": "number", "category": "demographic" }, "Education": { "type": "string", "category": "demographic" } }""",
            segments: """{ "responders": { "when": { "signal": "responded", "count": { "atLeast": 1 } } }, "early": { "when": { "signal": "campaign_1", "count": { "atLeast": 1 } } } }""")),
        PopulationModel.Empty);

    [SharedDataFact(File)]
    public void Index_of_responders_is_what_a_loop_over_the_rows_counts()
    {
        var rows = Rows();
        var summary = new CensusSummary(Machine.Catalog);
        foreach (var row in rows)
        {
            summary.Add(Person(row));
        }

        var section = PopulationLearner.Learn(summary, PopulationModel.Empty, 1, Now).Section<SegmentsSection>()!;
        var responders = section.Find("responders")!;

        (section.People, responders.Size).ShouldBe((2_240, 334));
        section.Find("early")!.Size.ShouldBe(rows.Count(row => row["AcceptedCmp1"] == "1"));
        section.OverlapsOf("responders").Single().Both.ShouldBe(rows.Count(row => row["AcceptedCmp1"] == "1" && IsResponder(row)));
        responders.Entries.Count.ShouldBeGreaterThan(40);
        responders.Entries.ShouldAllBe(entry => entry.InAll >= IndexEntry.Fewest && entry.Finding != IndexFinding.TooFew);
        foreach (var entry in responders.Entries)
        {
            var having = rows.Where(row => Has(row, entry.Characteristic)).ToArray();
            (entry.InAll, entry.InSegment).ShouldBe((having.Length, having.Count(IsResponder)), entry.Characteristic.ToString());
            entry.Index?.Index.ShouldBe(100d * having.Count(IsResponder) / 334 / ((double)having.Length / 2_240), 1e-9);
        }

        // Of catalog buyers and of wine, and of those who live alone, the analyses of these data speak alike.
        responders.Entries.Single(entry => entry.Characteristic is { Kind: CharacteristicKind.Segment, Name: "early" }).Finding.ShouldBe(IndexFinding.Above);
        responders.Entries.Single(entry => entry.Characteristic is { Name: "Marital_Status", Value: "Married" }).Finding.ShouldBe(IndexFinding.Below);
        Tell(responders);
    }

    private void Tell(SegmentStatistics segment)
    {
        foreach (var entry in segment.Entries.Where(entry => entry.IsCountTold).OrderByDescending(entry => entry.Weight).Take(10))
        {
            var (name, value) = (entry.Characteristic.Name, entry.Characteristic.Value);
            output.WriteLine(FormattableString.Invariant(
                $"{name} {value}: index {entry.Index!.Value.Index:F0} ({entry.Index.Value.Low:F0} to {entry.Index.Value.High:F0}), {entry.Share:P1} of them, {entry.ShareInAll:P1} of all, q = {entry.Q:G2}"));
        }
    }

    private static bool IsResponder(Dictionary<string, string> row) => row["Response"] == "1";

    private static bool Has(Dictionary<string, string> row, Characteristic what) => what.Kind switch
    {
        CharacteristicKind.Segment => row["AcceptedCmp1"] == "1",
        CharacteristicKind.Measure when what.Name == "responded" => IsResponder(row),
        CharacteristicKind.Measure => row["AcceptedCmp1"] == "1",
        _ when what.From is { } from => row[what.Name].Length > 0 && Number(row[what.Name]) >= from && Number(row[what.Name]) < what.To,
        _ => row[what.Name] == what.Value,
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static CensusSubject Person(Dictionary<string, string> row)
    {
        var state = Machine.Create(Now);
        TraitChange[] traits = [.. Traits.Where(name => row[name].Length > 0).Select(name => new TraitChange(name, TraitOperation.Set, double.TryParse(row[name], CultureInfo.InvariantCulture, out var number) ? AttributeValue.Of(number) : AttributeValue.Of(row[name])))];
        string[] types = ["seen", .. row["AcceptedCmp1"] == "1" ? ["campaign_1"] : Array.Empty<string>(), .. IsResponder(row) ? ["responded"] : Array.Empty<string>()];
        foreach (var type in types)
        {
            Machine.Observe(state, new Signal { Id = type, Type = type, Time = Now, Traits = type == "seen" ? traits : [] }, Now, new TurnEffects());
        }

        return new CensusSubject(ProfileId.Parse(row["ID"]), Machine, state, Now);
    }

    private static List<Dictionary<string, string>> Rows()
    {
        var lines = System.IO.File.ReadAllLines(Repository.SharedData(File)).Select(line => line.Split('\t')).ToArray();
        return [.. lines[1..].Select(line => lines[0].Zip(line).ToDictionary(field => field.First, field => field.Second))];
    }
}
