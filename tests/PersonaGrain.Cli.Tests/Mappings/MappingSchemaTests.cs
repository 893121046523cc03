using System.Text;
using System.Text.Json;
using Json.Schema;
using PersonaGrain.Cli.Mappings;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Mappings;

/// <summary>The JSON Schema of mappings lets every sound mapping pass and names what is broken.</summary>
public sealed class MappingSchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(MappingSchema.Text);
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static readonly Dictionary<string, string> Standard = new()
    {
        ["name"] = "\"orders\"",
        ["profile"] = "\"customer\"",
        ["type"] = "\"item_purchased\"",
        ["time"] = """{ "column": "date" }""",
        ["id"] = """{ "columns": ["invoice"] }""",
    };

    [Fact]
    public async Task Text_is_the_file_of_the_repository_and_what_the_command_prints()
    {
        (await File.ReadAllTextAsync(Repository.File("silo-config/schemas/" + MappingSchema.FileName)))
            .ShouldBe(MappingSchema.Text, "persona mapping schema > silo-config/schemas/mapping.schema.json");
        (await PersonaRun.DoneAsync("mapping", "schema")).Output.ShouldBe(MappingSchema.Text);
        (await PersonaRun.DoneAsync("catalog", "schema")).Output.ShouldBe(PersonaGrain.Catalogs.CatalogSchema.Text);
    }

    [Fact]
    public void Sample_mappings_pass()
    {
        foreach (var file in Directory.GetFiles(Repository.File("silo-config/mappings"), "*.json"))
        {
            var json = File.ReadAllText(file);
            json.ShouldContain("\"$schema\": \"../schemas/mapping.schema.json\"");
            IsSound(json).ShouldBeTrue(file);
            Passes(json).ShouldBeTrue(file);
        }
    }

    [Fact]
    public async Task Suggested_mapping_passes()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("orders.csv"), "customer;date;price;invoice\nann;2026-03-01 10:00;12,50;1\nbob;2026-03-02 11:00;1.200,00;2\nann;2026-03-03 12:00;7,25;3\n");

        await PersonaRun.DoneAsync("mapping", "suggest", folder.File("orders.csv"), "--output", folder.File("orders.mapping.json"));

        Passes(await File.ReadAllTextAsync(folder.File("orders.mapping.json"))).ShouldBeTrue();
    }

    [Theory]
    [InlineData("type", """{ "column": "event", "names": { "view": "product_viewed" } }""")]
    [InlineData("time", """{ "column": "date", "format": "unixSeconds", "earliest": "1970-01-01" }""")]
    [InlineData("profile", """{ "column": "mail", "kind": "email" }""")]
    [InlineData("identities", """["user", { "column": "tel", "kind": "phone" }]""")]
    [InlineData("value", """{ "product": ["quantity", "price"] }""")]
    [InlineData("attributes", """{ "sku": "SKU", "price": { "column": "Price", "type": "number" }, "day": { "column": "Day", "type": "date", "format": "dd.MM.yyyy" } }""")]
    [InlineData("traits", """{ "born": { "column": "Born", "type": "date" }, "vip": { "column": "VIP", "type": "boolean" } }""")]
    [InlineData("skip", """[{ "column": "customer", "empty": true }, { "column": "status", "isNot": "paid" }]""")]
    [InlineData("format", """{ "separated": ";", "quote": "none", "comment": "#", "skipLines": 2, "header": false, "columns": ["customer", "date", "invoice"] }""")]
    [InlineData("decimal", "\",\"")]
    [InlineData("thousands", "\" \"")]
    [InlineData("timeZone", "\"Europe/Berlin\"")]
    [InlineData("encoding", "\"windows-1252\"")]
    [InlineData("blockedIds", """{ "add": ["guest"], "remove": ["0"] }""")]
    [InlineData("id", """{ "columns": ["invoice", "sku"], "repeats": "drop", "prefix": "orders" }""")]
    [InlineData("faults", "\"reject\"")]
    public void Sound_parts_pass(string part, string json)
    {
        IsSound(With(part, json)).ShouldBeTrue();
        Passes(With(part, json)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("name", "5")]
    [InlineData("name", null)]
    [InlineData("id", null)]
    [InlineData("colour", "1")]
    [InlineData("type", """{ "names": {} }""")]
    [InlineData("time", "\"date\"")]
    [InlineData("time", """{ "column": "date", "unit": "ms" }""")]
    [InlineData("value", """{ "product": [] }""")]
    [InlineData("attributes", """{ "price": { "column": "Price", "type": "money" } }""")]
    [InlineData("attributes", """{ "price": { "column": "Price", "type": "number", "format": "iso" } }""")]
    [InlineData("attributes", """{ "price": 5 }""")]
    [InlineData("skip", """[{ "column": "customer" }]""")]
    [InlineData("skip", """[{ "column": "customer", "is": "x", "isNot": "y" }]""")]
    [InlineData("format", """{ "separated": "dash" }""")]
    [InlineData("format", """{ "skipLines": -1 }""")]
    [InlineData("decimal", "\";\"")]
    [InlineData("id", """{ "columns": [] }""")]
    [InlineData("id", """{ "columns": ["a"], "repeats": "maybe" }""")]
    [InlineData("faults", "\"quarantine\"")]
    public void Broken_parts_do_not_pass(string part, string? json)
    {
        IsSound(With(part, json)).ShouldBeFalse();
        Passes(With(part, json)).ShouldBeFalse();
    }

    private static string With(string part, string? json)
    {
        var parts = new Dictionary<string, string>(Standard);
        parts.Remove(part);
        if (json is not null)
        {
            parts.Add(part, json);
        }

        return $"{{ {string.Join(", ", parts.Select(entry => $"\"{entry.Key}\": {entry.Value}"))} }}";
    }

    private static bool IsSound(string json) => MappingReader.Read(Encoding.UTF8.GetBytes(json)) is MappingReading.Sound;

    private static bool Passes(string json)
    {
        using var document = JsonDocument.Parse(json, Options);
        return Schema.Evaluate(document.RootElement).IsValid;
    }
}
