using System.Text;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Mappings;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Tests.Mappings;

public sealed class TableSourceTests
{
    private const string Orders = """
        {
          "name": "orders", "profile": "who", "type": { "column": "kind", "names": { "buy": "item_purchased" } },
          "time": { "column": "at", "format": "yyyyMMdd" }, "value": { "product": ["count", "price"] },
          "attributes": { "note": "note", "count": { "column": "count", "type": "number" } }, "traits": { "country": "land" },
          "skip": [{ "column": "who", "empty": true }, { "column": "kind", "startsWith": "test" }],
          "id": { "columns": ["who", "at", "kind", "count"] }
        }
        """;

    private const string Header = "who,kind,at,count,price,note,land\n";

    [Fact]
    public void Read_line_becomes_the_mapped_signal()
    {
        var line = Read(Orders, Header + "ann,buy,20260301,3,2.55,\"a \"\"b\"\", c\",NL\n").Single();

        line.Fault.ShouldBeNull();
        var observation = line.Observation.ShouldNotBeNull();
        observation.Profile.Value.ShouldBe("ann");
        observation.Signal.Type.ShouldBe("item_purchased");
        observation.Signal.Time.ShouldBe(Instant.FromUtc(2026, 3, 1));
        observation.Signal.Value.ShouldBe(7.65);
        observation.Signal.Attributes["note"].Text.ShouldBe("a \"b\", c");
        observation.Signal.Attributes["count"].Number.ShouldBe(3);
        observation.Signal.Traits.ShouldBe([new TraitChange("country", TraitOperation.Set, AttributeValue.Of("NL"))]);
    }

    [Fact]
    public void Read_names_of_fields_are_in_composed_form()
    {
        var mapping = Orders.Replace("\"country\"", "\"la\u0308nder\"", StringComparison.Ordinal).Replace("\"note\":", "\"gro\u0308ße\":", StringComparison.Ordinal);

        var signal = Read(mapping, Header + "ann,buy,20260301,3,2.55,XL,NL\n").Single().Observation.ShouldNotBeNull().Signal;

        signal.Attributes["größe"].Text.ShouldBe("XL");
        signal.Traits.ShouldHaveSingleItem().Name.ShouldBe("länder");
    }

    [Fact]
    public void Read_empty_fields_give_no_attribute_and_no_trait()
    {
        var signal = Read(Orders, Header + "ann,look,20260301,1,1,,\n").Single().Observation.ShouldNotBeNull().Signal;

        signal.Type.ShouldBe("look");
        signal.Attributes.Count.ShouldBe(1);
        signal.Traits.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(",buy,20260301,1,1,,")]
    [InlineData("ann,testing,never,x,y,,")]
    public void Read_line_that_a_rule_matches_is_skipped(string line) => Read(Orders, Header + line).Single().IsSkipped.ShouldBeTrue();

    [Theory]
    [InlineData("ann,buy,2026-03-01,1,1,,", "invalid_time", "at")]
    [InlineData("null,buy,20260301,1,1,,", "blocked_id", "who")]
    [InlineData("ann,,20260301,1,1,,", "missing_type", "kind")]
    [InlineData("ann,buy", "missing_time", "at")]
    [InlineData("a\"nn,buy,20260301,1,1,,", "malformed_line", "line")]
    public void Read_faulty_line_is_rejected_with_its_reason_and_text(string text, string reason, string field)
    {
        var lines = Read(Orders, Header + "bob,buy,20260301,1,1,,\n" + text + "\ncyd,buy,20260301,1,1,,\n").ToList();

        lines.Count.ShouldBe(3);
        (lines[1].Number, lines[1].Text).ShouldBe((3, text));
        lines[1].Fault.ShouldNotBeNull();
        (lines[1].Fault!.Reason, lines[1].Fault!.Field).ShouldBe((reason, field));
        lines[2].Observation.ShouldNotBeNull().Profile.Value.ShouldBe("cyd");
    }

    [Theory]
    [InlineData("ann,buy,20260301,1,NaN,,", "invalid_value", "price")]
    [InlineData("ann,buy,20260301,1e13,1,,", "invalid_value", "count")]
    [InlineData("ann,buy,20260301,two,1,,", "invalid_value", "count")]
    [InlineData("ann,buy,20260301,1,1", "missing_columns", "line")]
    [InlineData("ann,buy,20260301,1,1,a,NL,more", "extra_columns", "line")]
    public void Read_line_with_one_odd_field_counts_and_is_noted_or_is_rejected_where_the_mapping_says_so(string text, string reason, string field)
    {
        var taken = Read(Orders, Header + text).Single();
        var rejected = Read(Orders.Replace("\"name\": \"orders\",", "\"name\": \"orders\", \"faults\": \"reject\",", StringComparison.Ordinal), Header + text).Single();

        taken.Observation.ShouldNotBeNull().Profile.Value.ShouldBe("ann");
        taken.Notes.ShouldContain(note => note.Reason == reason && note.Field == field);
        rejected.Observation.ShouldBeNull();
        (rejected.Fault!.Reason, rejected.Fault.Field).ShouldBe((reason, field));
    }

    [Fact]
    public void Read_line_that_ends_in_delimiters_is_not_noted() =>
        Read(Orders, Header + "ann,buy,20260301,1,1,,,,").Single().Notes.ShouldBeEmpty();

    [Fact]
    public void Read_record_over_several_lines_keeps_count_of_lines()
    {
        var lines = Read(Orders, Header + "\nann,buy,20260301,1,1,\"two\nlines\",\n\nbob,buy,20260301,1,1,,\n").ToList();

        lines.Select(line => line.Number).ShouldBe([3, 6]);
        lines[0].Observation.ShouldNotBeNull().Signal.Attributes["note"].Text.ShouldBe("two\nlines");
    }

    [Fact]
    public void Read_equal_lines_get_different_ids_and_a_second_read_the_same()
    {
        const string Table = Header + "ann,buy,20260301,1,1,,\nann,buy,20260301,1,1,,\nann,buy,20260301,2,1,,\nann,buy,20260301,1,1,,\n";

        var ids = Ids(Orders, Table);

        ids.Distinct().Count().ShouldBe(4);
        ids[1].ShouldBe(ids[0] + ".1");
        ids[3].ShouldBe(ids[0] + ".2");
        Ids(Orders, Table).ShouldBe(ids);
    }

    [Fact]
    public void Read_equal_lines_are_one_signal_where_repeats_are_dropped()
    {
        var mapping = Orders.Replace("\"count\"] }", "\"count\"], \"repeats\": \"drop\" }", StringComparison.Ordinal);

        Ids(mapping, Header + "ann,buy,20260301,1,1,,\nann,buy,20260301,1,1,,\n").Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Read_id_is_pinned()
    {
        // Ids are stored: were they to change, a second run of a file would count everything twice.
        Ids(Orders, Header + "ann,buy,20260301,1,1,,\n").Single().ShouldBe("6AgubWwyecOtkPemRvsIZQ");
    }

    [Fact]
    public void Read_columns_separated_by_blanks_with_names_of_the_mapping()
    {
        const string Mapping = """
            {
              "name": "b", "format": { "separated": "blanks", "header": false, "columns": ["who", "at", "n"] }, "profile": "who",
              "type": "t", "time": { "column": "at", "format": "unixMilliseconds" }, "value": "n", "id": { "columns": ["who", "at"] }
            }
            """;

        var line = Read(Mapping, "\r\n 00001  1000000000500   11.77\r\n").Single();

        var observation = line.Observation.ShouldNotBeNull();
        observation.Profile.Value.ShouldBe("00001");
        observation.Signal.Time.ShouldBe(Instant.FromUtc(2001, 9, 9, 1, 46, 40) + TimeSpan.FromMilliseconds(500));
        observation.Signal.Value.ShouldBe(11.77);
        line.Number.ShouldBe(2);
    }

    [Fact]
    public void Read_table_without_a_mapped_column_names_it() =>
        Should.Throw<InputFaultException>(() => Read(Orders, "who,kind,at,count,price,note\n").ToList()).Message.ShouldContain("land ($.traits.country)");

    [Fact]
    public void Read_quote_that_is_never_closed_ends_the_run_with_its_line() =>
        Should.Throw<InputFaultException>(() => Read(Orders, Header + "ann,\"" + new string('x', DelimitedTable.MaximumField + 5)).ToList())
            .Message.ShouldContain("line 2");

    [Fact]
    public void Read_empty_text_has_no_lines() => Read(Orders, string.Empty).ShouldBeEmpty();

    [Fact]
    public void Read_column_of_a_kind_names_the_profile_by_it_and_others_besides()
    {
        const string mapping = """
            { "name": "m", "profile": { "column": "mail", "kind": "email" }, "identities": [{ "column": "who", "kind": "user" }, "visitor", { "column": "tel", "kind": "phone" }],
              "type": "t", "time": { "column": "at" }, "id": { "columns": ["who", "at"] } }
            """;

        var lines = Read(mapping, """
            mail,who,visitor,tel,at
            Ann@Example.org,email:7,anonymous:v1,030 123,2026-03-01
            bob@example.org,bob,,,2026-03-01
            nobody,cy,,,2026-03-01
            dan@example.org,null,,,2026-03-01

            """, Kinds).ToList();

        lines[0].Observation!.Value.Profile.Value.ShouldBe("email:ann@example.org");
        lines[0].Observation!.Value.Others.ShouldBe([new Identity("user", "email:7"), new Identity("anonymous", "v1")]);
        lines[0].Notes.Select(static note => (note.Field, note.Reason)).ShouldBe([("tel", "invalid_phone")]);
        lines[1].Observation!.Value.Others.ShouldBe([new Identity("user", "bob")]);
        (lines[2].Fault!.Field, lines[2].Fault!.Reason).ShouldBe(("mail", "invalid_email"));
        lines[3].Notes.Select(static note => (note.Field, note.Reason)).ShouldBe([("who", "blocked_id")]);
    }

    [Theory]
    [InlineData("ann", "ann")]
    [InlineData("user:ann", "ann")]
    [InlineData("anonymous:v1", "anonymous:v1")]
    [InlineData("email:Ann@example.org", "email:ann@example.org")]
    public void Read_column_without_a_kind_holds_identities_as_they_are_written(string who, string key)
    {
        var line = Read(Orders, Header + who + ",buy,20260301,3,2.55,,NL\n", Kinds).Single();

        line.Observation.ShouldNotBeNull().Profile.Value.ShouldBe(key);
        line.Observation.ShouldNotBeNull().Others.ShouldBeNull();
    }

    private static readonly IdentityKinds Kinds = Catalog.Compile(
        Some.Catalog(identities: """{ "email": { "normalize": "email" }, "phone": { "normalize": "phone" } }""")).Identities;

    private static List<string> Ids(string mapping, string table) =>
        Read(mapping, table).Select(line => line.Observation!.Value.Signal.Id).ToList();

    private static IEnumerable<SourceLine> Read(string mapping, string table, IdentityKinds? kinds = null)
    {
        var document = MappingReader.Read(Encoding.UTF8.GetBytes(mapping)).ShouldBeOfType<MappingReading.Sound>().Document;
        return TableSource.Read(new StringReader(table), document, DialectFinder.Find(table, document), kinds ?? IdentityKinds.Standard);
    }
}
