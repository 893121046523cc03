using System.Text;
using PersonaGrain.Identities;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Cli.Mappings;

namespace PersonaGrain.Cli.Tests.Mappings;

/// <summary>Tables with something before their header, comments, and quotes of their own.</summary>
public sealed class DialectTests
{
    [Fact]
    public void Lines_before_the_header_comments_and_quotes_are_as_the_mapping_says()
    {
        const string Table = "Report of March\nprinted today, for nobody\n# a comment\nwho;at;note\n# another\nann;2026-03-01;'a;b'\n";

        var (dialect, lines) = Read("{ \"skipLines\": 2, \"comment\": \"#\", \"quote\": \"'\" }", Table);

        dialect.ToString().ShouldBe("3 columns, separated by semicolon (found), a header after 2 other lines");
        lines.ShouldHaveSingleItem().Observation!.Value.Signal.Attributes["note"].Text.ShouldBe("a;b");
        lines[0].Number.ShouldBe(6);
    }

    [Fact]
    public void Quotes_that_mean_nothing_are_text()
    {
        var (_, lines) = Read("{ \"quote\": \"none\" }", "who,at,note\nann,2026-03-01,5\" disk\n");

        lines.ShouldHaveSingleItem().Observation!.Value.Signal.Attributes["note"].Text.ShouldBe("5\" disk");
    }

    [Fact]
    public void Quotes_in_comments_open_no_field()
    {
        var (_, lines) = Read("{ \"comment\": \"#\" }", "# \"one\n\"who\",at,note\n#,\"two\nann,2026-03-01,\"x\n\ny\"\n#,\"three\nbob,2026-03-01,z\n");

        lines.Select(line => (line.Number, line.Observation!.Value.Signal.Attributes["note"].Text)).ShouldBe([(4, "x\n\ny"), (8, "z")]);
    }

    [Theory]
    [InlineData("a,\"b\nc\",d", null)]
    [InlineData("\"a\"\"\nb\",\"\"", null)]
    [InlineData("5\" disk,\"b\r\nc\"", null)]
    [InlineData("a,\"b\nc", 0)]
    [InlineData("\"a\r\n\r\nb\",\"c\nd", 2)]
    [InlineData("\"a\nb\" ,c", 0)]
    public void Field_whose_quote_is_not_closed_is_found(string record, int? line) => QuoteCheck.FindOpen(record, '"', ',').ShouldBe(line);

    [Fact]
    public void Given_delimiter_wins_over_what_the_file_looks_like() =>
        Should.Throw<InputFaultException>(() => Read("{ \"separated\": \"|\" }", "who,at,note\nann,2026-03-01,x\n")).Message.ShouldContain("no column");

    [Fact]
    public void Columns_of_a_file_without_a_header_are_named_by_position()
    {
        var (dialect, lines) = Read("{ \"header\": false }", "ann\t2026-03-01\tx\n", "#1", "#2", "#3");

        dialect.Columns.Count.ShouldBe(3);
        lines.ShouldHaveSingleItem().Observation!.Value.Profile.Value.ShouldBe("ann");
    }

    [Fact]
    public void Column_whose_name_looks_like_a_position_is_taken_by_its_name() =>
        new TableColumns(["a", "#1", "c"]).Find("#1").ShouldBe(1);

    private static (TableDialect Dialect, List<SourceLine> Lines) Read(string format, string table, string who = "who", string at = "at", string note = "note")
    {
        var text = $$"""
            { "name": "m", "format": {{format}}, "profile": "{{who}}", "type": "t", "time": { "column": "{{at}}" },
              "attributes": { "note": "{{note}}" }, "id": { "columns": ["{{who}}"] } }
            """;
        var mapping = MappingReader.Read(Encoding.UTF8.GetBytes(text)).ShouldBeOfType<MappingReading.Sound>().Document;
        var dialect = DialectFinder.Find(table, mapping);
        return (dialect, [.. TableSource.Read(new StringReader(table), mapping, dialect, IdentityKinds.Standard)]);
    }
}
