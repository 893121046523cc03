using System.Text;
using PersonaGrain.Cli.Mappings;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Tests.Mappings;

public sealed class MappingReaderTests
{
    private const string Smallest = """
        { "name": "m", "profile": "p", "type": "t", "time": { "column": "at" }, "id": { "columns": ["p", "at"] } }
        """;

    [Theory]
    [InlineData("online_retail.json")]
    [InlineData("cdnow.json")]
    [InlineData("rees46.json")]
    public void Read_bundled_mapping_is_sound(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "mappings", name);
        MappingReader.Read(File.ReadAllBytes(path)).ShouldBeOfType<MappingReading.Sound>();
    }

    [Fact]
    public void Read_smallest_mapping_takes_defaults()
    {
        var mapping = Sound(Smallest);

        (mapping.Format.Delimiter, mapping.Format.Quote, mapping.Format.Header).ShouldBe((null, '"', true));
        (mapping.Encoding, mapping.Zone, mapping.Numbers).ShouldBe((null, null, NumberNotation.Plain));
        mapping.Time.Form.ShouldBe(new TimeForm(TimeNotation.Iso));
        mapping.RejectsOddFields.ShouldBeFalse();
        mapping.Id.CountRepeats.ShouldBeTrue();
        mapping.Value.ShouldBeEmpty();
    }

    [Fact]
    public void Read_mapping_with_a_null_for_each_optional_member_takes_defaults()
    {
        var mapping = Sound("""
            { "$schema": null, "name": "m", "encoding": null, "decimal": null, "thousands": null, "timeZone": null, "blockedIds": { "add": null, "remove": null },
              "profile": "p", "type": { "column": "kind", "names": null }, "time": { "column": "at", "format": null, "earliest": null }, "value": null,
              "format": { "separated": null, "quote": null, "comment": null, "skipLines": null, "header": null, "columns": null }, "traits": null,
              "attributes": { "sku": { "column": "SKU", "type": null, "format": null } }, "faults": null,
              "skip": [{ "column": "p", "empty": true, "is": null, "isNot": null, "startsWith": null }],
              "id": { "columns": ["p", "at"], "repeats": null, "prefix": null } }
            """);

        (mapping.Format.Delimiter, mapping.Format.Quote, mapping.Format.Header).ShouldBe((null, '"', true));
        (mapping.Encoding, mapping.Zone, mapping.Numbers).ShouldBe((null, null, NumberNotation.Plain));
        mapping.Id.CountRepeats.ShouldBeTrue();
        mapping.Attributes.ShouldHaveSingleItem();
    }

    [Fact]
    public void Read_with_comments_and_trailing_commas_is_sound() =>
        Sound("// a comment\n" + Smallest.Replace("\"m\",", "\"m\", /* and */", StringComparison.Ordinal).Replace("] } }", "], }, }", StringComparison.Ordinal));

    [Fact]
    public void Read_not_json_says_so() => Faults("{ \"name\": ").Single().Path.ShouldBe("$");

    [Fact]
    public void Read_empty_object_names_everything_that_is_missing() =>
        Faults("{}").Select(fault => fault.Path).ShouldBe(["$.name", "$.profile", "$.type", "$.time", "$.id"], ignoreOrder: true);

    [Fact]
    public void Read_many_faults_names_all_with_their_paths()
    {
        var paths = Faults("""
            {
              "name": 5, "profile": "", "type": { "names": { "a": 1 } }, "time": { "column": "at", "format": "%" },
              "format": { "separated": "blank", "header": "yes" }, "value": { "product": [1] },
              "attributes": { "a": { "column": "x", "type": "day" } }, "skip": [{ "column": "x" }, 7],
              "id": { "columns": [], "repeats": "maybe" }, "colour": "red"
            }
            """).Select(fault => fault.Path);

        paths.ShouldBe(
            [
                "$.name", "$.profile", "$.type.column", "$.type.names.a", "$.time.format", "$.format.separated", "$.format.header",
                "$.value.product[0]", "$.attributes.a.type", "$.skip[0]", "$.skip[1]", "$.id.columns", "$.id.repeats", "$.colour",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void Read_column_that_is_not_listed_names_where_it_is_used()
    {
        var text = Smallest.Replace("\"m\",", "\"m\", \"format\": { \"header\": false, \"columns\": [\"p\", \"when\", \"p\"] },", StringComparison.Ordinal);

        Faults(text).Select(fault => (fault.Path, fault.Value)).ShouldBe(
            [("$.format.columns", "p"), ("$.time.column", "at"), ("$.id.columns[1]", "at")], ignoreOrder: true);
    }

    [Fact]
    public void Read_no_header_and_no_columns_is_a_fault() =>
        Faults(Smallest.Replace("\"m\",", "\"m\", \"format\": { \"header\": false },", StringComparison.Ordinal)).Single().Path.ShouldBe("$.format.columns");

    [Theory]
    [InlineData("\"name\"", "\"nmae\"", "$.nmae", "did you mean \"name\"?")]
    [InlineData("\"type\":", "\"profile\": \"q\", \"type\":", "$.profile", "stands twice")]
    [InlineData("\"t\"", "\"\\ud800\"", "$.type", "half a surrogate pair")]
    [InlineData("\"columns\"", "\"x\\udc00\"", "$.id", "half a surrogate pair")]
    [InlineData("\"t\"", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "$", "depth of 32")]
    public void Read_faulty_json_names_path_and_advice(string part, string written, string path, string advice) =>
        Faults(Smallest.Replace(part, written, StringComparison.Ordinal)).Where(fault => fault.Path == path)
            .ShouldContain(fault => fault.Message.Contains(advice));

    [Fact]
    public void Read_null_is_the_same_as_nothing() =>
        Sound(Smallest.Replace("\"m\",", "\"m\", \"format\": null, \"value\": null, \"skip\": null,", StringComparison.Ordinal))
            .Value.ShouldBeEmpty();

    private static MappingDocument Sound(string text) =>
        MappingReader.Read(Encoding.UTF8.GetBytes(text)).ShouldBeOfType<MappingReading.Sound>().Document;

    private static IReadOnlyList<DocumentFault> Faults(string text) =>
        MappingReader.Read(Encoding.UTF8.GetBytes(text)).ShouldBeOfType<MappingReading.Faulty>().Faults;
}
