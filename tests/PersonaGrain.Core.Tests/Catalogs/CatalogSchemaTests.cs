using System.Text.Json;
using Json.Schema;
using PersonaGrain.Catalogs;
using PersonaGrain.Testing;

namespace PersonaGrain.Core.Tests.Catalogs;

/// <summary>The JSON Schema of catalogs lets every sound catalog pass and names what is broken.</summary>
public sealed class CatalogSchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(CatalogSchema.Text);
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    [Fact]
    public void Text_is_the_file_of_the_repository() =>
        File.ReadAllText(Repository.File("silo-config/schemas/" + CatalogSchema.FileName)).ShouldBe(CatalogSchema.Text, "persona catalog schema > silo-config/schemas/catalog.schema.json");

    [Fact]
    public void Patterns_are_those_that_validators_of_every_language_take()
    {
        var patterns = CatalogSchema.Text.Split("\"pattern\": ").Skip(1).Select(rest => rest.Split('\n')[0]).ToList();

        patterns.ShouldNotBeEmpty();
        patterns.ShouldAllBe(pattern => !pattern.Contains(@"\p", StringComparison.Ordinal) && !pattern.Contains("(?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("größe_2", true)]
    [InlineData("купил", true)]
    [InlineData("Viewed", false)]
    [InlineData("2nd", false)]
    [InlineData("a-b", false)]
    [InlineData("a b", false)]
    public void Names_pass_as_they_are_read(string name, bool passes)
    {
        var catalog = SmallCatalog.With(("signals", $$"""{ "{{name}}": { "category": "behavioral" }, "viewed": { "category": "behavioral" }, "bought": { "category": "behavioral" } }"""));
        (CatalogText.Read(catalog) is CatalogReading.Sound).ShouldBe(passes);
        Passes(catalog).ShouldBe(passes);
    }

    [Theory]
    [InlineData("P", false)]
    [InlineData("PT", false)]
    [InlineData("P1DT", false)]
    [InlineData("P1W2DT3H4M5.5S", true)]
    [InlineData("PT5S", true)]
    [InlineData("PT4M", true)]
    [InlineData("P2W", true)]
    public void Durations_pass_as_they_are_read(string duration, bool passes)
    {
        var catalog = SmallCatalog.With(("triggers", $$"""{ "no_purchase": { "after": "viewed", "within": "{{duration}}" } }"""));
        (CatalogText.Read(catalog) is CatalogReading.Sound).ShouldBe(passes);
        Passes(catalog).ShouldBe(passes);
    }

    [Fact]
    public void Sound_catalogs_pass()
    {
        var samples = SampleCatalogTests.FileNames().Select(file => File.ReadAllText(Path.Combine(SampleCatalogTests.Folder(), file))).ToArray();
        samples.ShouldAllBe(sample => sample.Contains("\"$schema\": \"../schemas/catalog.schema.json\"", StringComparison.Ordinal));
        foreach (var json in samples.Append(FullCatalog.Json).Append(DesignExample.Json).Append(SmallCatalog.With()))
        {
            ShouldPass(json);
        }
    }

    [Fact]
    public void Catalogs_with_every_kind_of_condition_pass()
    {
        var random = new Random(20260301);
        var small = CatalogText.Sound(SmallCatalog.With());
        for (var round = 0; round < 300; round++)
        {
            var condition = RandomCondition.Of(RandomCondition.Kinds[round % RandomCondition.Kinds.Length], random);
            ShouldPass(System.Text.Encoding.UTF8.GetString(CatalogWriter.Write(small with
            {
                Segments = new Dictionary<string, SegmentDocument>(small.Segments) { ["s"] = new(condition) },
            })));
        }
    }

    [Theory]
    [InlineData("name", "5")]
    [InlineData("name", "\"Shop\"")]
    [InlineData("version", "0")]
    [InlineData("version", "1.5")]
    [InlineData("unknownSignals", "\"maybe\"")]
    [InlineData("earliest", "\"yesterday\"")]
    [InlineData("signal", "{}")]
    [InlineData("signals", """{ "Product Viewed": { "category": "behavioral" } }""")]
    [InlineData("signals", """{ "viewed": { } }""")]
    [InlineData("signals", """{ "viewed": { "category": "behaviour" } }""")]
    [InlineData("signals", """{ "viewed": { "category": "behavioral", "attributes": { "price": "money" } } }""")]
    [InlineData("signals", """{ "viewed": { "category": "behavioral", "faults": "ignore" } }""")]
    [InlineData("traits", """{ "age": { "type": "number", "minimum": 0 } }""")]
    [InlineData("traits", """{ "mail": { "type": "string", "format": "phone" } }""")]
    [InlineData("traits", """{ "x": { "count": 5 } }""")]
    [InlineData("traits", """{ "x": { "sum": "bought", "within": "soon" } }""")]
    [InlineData("traits", """{ "x": { "sum": "bought", "within": "7d", "keep": 0 } }""")]
    [InlineData("traits", """{ "x": { "first": "bought", "within": "7d" } }""")]
    [InlineData("traits", """{ "x": { "mostFrequent": "bought" } }""")]
    [InlineData("traits", """{ "x": { "percentile": "bought" } }""")]
    [InlineData("traits", """{ "x": { "percentile": "bought", "rank": 101 } }""")]
    [InlineData("traits", """{ "x": { "sessions": "bought", "gap": "soon" } }""")]
    [InlineData("traits", """{ "x": { "streak": "bought", "every": "month" } }""")]
    [InlineData("traits", """{ "x": { "count": "bought", "zone": "UTC" } }""")]
    [InlineData("traits", """{ "x": { "newest": "topic", "of": "viewed", "keep": 1001 } }""")]
    [InlineData("traits", """{ "x": { "sum": "bought", "min": "bought" } }""")]
    [InlineData("traits", """{ "a": { "sum": "bought" }, "x": { "ratio": ["a"] } }""")]
    [InlineData("measures", """{ "m": { "where": { "a": 1 } } }""")]
    [InlineData("measures", """{ "m": { "signal": "viewed", "halfLife": "1 week" } }""")]
    [InlineData("measures", """{ "m": { "signal": "viewed", "distinct": 5 } }""")]
    [InlineData("measures", """{ "m": { "signal": "viewed", "by": "value" } }""")]
    [InlineData("measures", """{ "m": { "signal": "viewed", "saturation": 0 } }""")]
    [InlineData("measures", """{ "m": { "signal": "viewed", "where": { "a": { "was": 1 } } } }""")]
    [InlineData("measures", """{ "m": { "signal": "viewed", "where": { "a": { "any": {} } } } }""")]
    [InlineData("measures", """{ "m": { "signal": "viewed", "where": { "a": { "between": [1] } } } }""")]
    [InlineData("measures", """{ "m": { "signal": "viewed", "where": { "a": { "in": [] } } } }""")]
    [InlineData("scores", """{ "s": { "weights": {} } }""")]
    [InlineData("scores", """{ "s": { "weights": { "viewed": "much" } } }""")]
    [InlineData("scores", """{ "s": { "weights": { "viewed": 1 }, "relevance": { "saturation": 0 } } }""")]
    [InlineData("segments", """{ "s": { } }""")]
    [InlineData("segments", """{ "s": { "when": { "all": {} } } }""")]
    [InlineData("segments", """{ "s": { "when": { "signal": "viewed" } } }""")]
    [InlineData("segments", """{ "s": { "when": { "signal": "viewed", "count": 3 } } }""")]
    [InlineData("segments", """{ "s": { "when": { "signal": "viewed", "count": { "atLeast": 1001 } } } }""")]
    [InlineData("segments", """{ "s": { "when": { "signal": "viewed", "count": { "atLeast": 1 }, "whithin": "7d" } } }""")]
    [InlineData("segments", """{ "s": { "when": { "signal": "viewed", "lastSeen": {} } } }""")]
    [InlineData("segments", """{ "s": { "when": { "signal": "viewed", "regularly": { "atLeast": 3, "every": "7d" } } } }""")]
    [InlineData("segments", """{ "s": { "when": { "signal": "viewed", "regularly": { "atLeast": 3, "of": 367, "every": "7d" } } } }""")]
    [InlineData("segments", """{ "s": { "when": { "signal": "viewed", "regularly": { "atLeast": 3, "of": 4, "every": "year" } } } }""")]
    [InlineData("segments", """{ "s": { "when": { "signal": "viewed", "stopped": { "within": "90d" } } } }""")]
    [InlineData("segments", """{ "s": { "when": { "signal": "viewed", "restarted": { "within": "14d", "after": 60 } } } }""")]
    [InlineData("segments", """{ "s": { "when": { "signal": "viewed", "notSince": {} } } }""")]
    [InlineData("segments", """{ "s": { "when": { "sequence": [{ "signal": "viewed" }], "within": "2h", "completed": { "within": "7d" } } } }""")]
    [InlineData("segments", """{ "s": { "when": { "sequence": [{ "signal": "viewed" }, { "signal": "bought" }], "within": "2h" } } }""")]
    [InlineData("segments", """{ "s": { "when": { "trait": "age" } } }""")]
    [InlineData("segments", """{ "s": { "when": { "trait": "age", "atLeast": "3" } } }""")]
    [InlineData("segments", """{ "s": { "when": { "trait": "born", "anniversary": "7d" } } }""")]
    [InlineData("segments", """{ "s": { "when": { "score": "intent", "atLeast": 101 } } }""")]
    [InlineData("segments", """{ "s": { "when": { "score": "intent", "percentile": {} } } }""")]
    [InlineData("segments", """{ "s": { "when": { "score": "intent", "percentile": { "atLeast": 50 }, "atLeast": 5 } } }""")]
    [InlineData("segments", """{ "s": { "when": { "score": "intent", "rank": { "atMost": 0 } } } }""")]
    [InlineData("segments", """{ "s": { "when": { "all": [] }, "persuasion": ["charm"] } }""")]
    [InlineData("segments", """{ "s": { "when": { "segment": "other" } } }""")]
    [InlineData("triggers", """{ "t": { "after": "viewed" } }""")]
    [InlineData("identities", """{ "E-Mail": { } }""")]
    [InlineData("identities", """{ "email": { "priority": 101 } }""")]
    [InlineData("identities", """{ "email": { "limit": 0 } }""")]
    [InlineData("identities", """{ "email": { "normalize": "gmail" } }""")]
    [InlineData("identities", """{ "email": { "hash": "sha256" } }""")]
    [InlineData("identities", """{ "email": { "blocked": ["a", "a"] } }""")]
    [InlineData("identities", """{ "email": { "merge": true } }""")]
    [InlineData("identities", """{ "user": { "normalize": "email" } }""")]
    [InlineData("accounts", """{ "signals": {} }""")]
    [InlineData("accounts", """{ "traits": { "t": { "members": "most" } } }""")]
    [InlineData("accounts", """{ "traits": { "t": { "members": "count", "role": "" } } }""")]
    [InlineData("accounts", """{ "traits": { "t": { "members": "count", "activeWithin": "soon" } } }""")]
    [InlineData("accounts", """{ "segments": { "s": { "when": { "trait": "people" } } } }""")]
    [InlineData("traits", """{ "t": { "members": "count" } }""")]
    [InlineData("triggers", """{ "t": { "after": "viewed", "within": "P1M" } }""")]
    public void Broken_catalogs_do_not_pass(string section, string json)
    {
        var catalog = SmallCatalog.With((section, json));
        CatalogReader.Read(System.Text.Encoding.UTF8.GetBytes(catalog)).ShouldBeOfType<CatalogReading.Faulty>();
        Passes(catalog).ShouldBeFalse();
    }

    private static void ShouldPass(string json) => Passes(json).ShouldBeTrue(json);

    private static bool Passes(string json)
    {
        using var document = JsonDocument.Parse(json, Options);
        return Schema.Evaluate(document.RootElement).IsValid;
    }
}
