using System.Text;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tests.Signals;

public sealed class NativeSignalReaderTests
{
    private const string Head = """ "id":"s1","profile":"ada","type":"product_viewed","time":"2026-03-01T12:00:00Z" """;

    [Fact]
    public void Read_takes_every_field()
    {
        var signal = Read($$"""{ {{Head}}, "value": 12.5, "attributes": {"sku":"a","price":3,"new":true}, "traits": {"plan":"pro"} }""");

        (signal.Id, signal.Type, signal.Time, signal.Value).ShouldBe(("s1", "product_viewed", Instant.FromUtc(2026, 3, 1, 12), 12.5));
        signal.Attributes["sku"].ShouldBe(Some.Value("a"));
        signal.Attributes["price"].ShouldBe(Some.Value(3));
        signal.Attributes["new"].ShouldBe(Some.Value(true));
        signal.Traits.ShouldBe([Some.Trait("plan", "pro")]);
    }

    [Fact]
    public void Read_flattens_objects_to_dotted_names_and_objects_in_lists_to_one_list_per_name()
    {
        var signal = Read($$"""
            { {{Head}}, "attributes": { "page": {"path":"/"}, "tags": ["a", 1, null], "products": [{"sku":1,"price":2},{"sku":3}], "none": null, "empty": {} } }
            """);

        signal.Attributes["page.path"].ShouldBe(Some.Value("/"));
        signal.Attributes["tags"].ShouldBe(Some.Value(new object[] { "a", 1 }));
        signal.Attributes["products.sku"].ShouldBe(Some.Value(new object[] { 1, 3 }));
        signal.Attributes["products.price"].ShouldBe(AttributeValue.Of([Some.Value(2), default]));
        signal.Attributes.Count.ShouldBe(4);
    }

    [Fact]
    public void Read_takes_the_later_of_two_values_of_one_name()
    {
        var signal = Read($$"""{ {{Head}}, "attributes": { "a.b": 1, "a": {"b":2}, "list": [1], "list": [2] } }""");

        signal.Attributes["a.b"].ShouldBe(Some.Value(2));
        signal.Attributes["list"].ShouldBe(Some.Value(new object[] { 2 }));
        signal.Attributes.Count.ShouldBe(2);
    }

    [Fact]
    public void Read_takes_trait_operations_also_below_nested_names()
    {
        var signal = Read($$"""
            { {{Head}}, "traits": { "visits": {"$increment":1}, "first": {"$setIfMissing":"x"}, "old": null, "interests": {"cars": {"$increment":5} } } }
            """);

        signal.Traits.ShouldBe(
        [
            new TraitChange("visits", TraitOperation.Increment, Some.Value(1)),
            new TraitChange("first", TraitOperation.SetIfMissing, Some.Value("x")),
            new TraitChange("old", TraitOperation.Remove, default),
            new TraitChange("interests.cars", TraitOperation.Increment, Some.Value(5)),
        ]);
    }

    [Theory]
    [InlineData("", "invalid_json")]
    [InlineData("{", "invalid_json")]
    [InlineData("[]", "invalid_event")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","value":NaN}""", "invalid_json")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"yesterday"}""", "invalid_time")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"12:00"}""", "invalid_time")]
    [InlineData("""{"id":"a","profile":"p","type":"t"}""", "missing_time")]
    [InlineData("""{"profile":"p","type":"t","time":"2026-03-01T12:00:00Z"}""", "missing_id")]
    [InlineData("""{"id":"a","type":"t","time":"2026-03-01T12:00:00Z"}""", "missing_profile")]
    [InlineData("""{"id":"a","profile":"undefined","type":"t","time":"2026-03-01T12:00:00Z"}""", "blocked_id")]
    [InlineData("""{"id":"a","profile":"0000-0000","type":"t","time":"2026-03-01T12:00:00Z"}""", "blocked_id")]
    [InlineData("""{"id":"a","profile":"p","time":"2026-03-01T12:00:00Z"}""", "missing_type")]
    [InlineData("""{"id":"a","profile":"p\u0000","type":"t","time":"2026-03-01T12:00:00Z"}""", "invalid_text")]
    [InlineData("""{"id":"a","profile":"p\ud800","type":"t","time":"2026-03-01T12:00:00Z"}""", "invalid_text")]
    public void Read_names_the_reason_of_a_refusal(string line, string reason) => Refused(Encoding.UTF8.GetBytes(line)).Reason.ShouldBe(reason);

    [Theory]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","value":1e999}""", "not_finite")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","attributes":{"x":"\u0000"}}""", "invalid_text")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","attributes":{"\udc00":1}}""", "invalid_name")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","attributes":{"":1}}""", "invalid_name")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","attributes":[1]}""", "wrong_type")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","traits":{"a":{"$add":1}}}""", "invalid_trait_operation")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","traits":{"a":{"$increment":"1"}}}""", "invalid_trait_operation")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","value":"1,149.90"}""", "wrong_type")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","attributes":{"n":123456789012345678901}}""", "number_kept_as_text")]
    public void Read_takes_a_signal_with_an_odd_field_and_notes_it(string line, string reason) =>
        Taken(Encoding.UTF8.GetBytes(line)).Notes.ShouldHaveSingleItem().Reason.ShouldBe(reason);

    [Theory]
    [InlineData("""{"id":7,"profile":42,"type":"t","time":1772366400,"value":"149.90","attributes":[],"traits":[]}""", "7", "42", 149.90)]
    [InlineData("""{"id":"a","profile":" 42.0 ","type":"t","time":"1772366400000"}""", "a", "42.0", null)]
    public void Read_takes_what_loses_nothing_without_a_note(string line, string id, string profile, double? value)
    {
        var read = Taken(Encoding.UTF8.GetBytes(line));

        (read.Observation.Signal.Id, read.Observation.Profile.Value, read.Observation.Signal.Value, read.Notes.Count).ShouldBe((id, profile, value, 0));
        read.Observation.Signal.Time.ShouldBe(Instant.FromUtc(2026, 3, 1, 12));
    }

    [Fact]
    public void Read_keeps_whole_numbers_exact_to_64_bits()
    {
        var signal = Read($$"""{ {{Head}}, "attributes": {"a":9007199254740993,"b":-9223372036854775808,"c":9007199254740992,"d":123456789012345678901} }""");

        signal.Attributes["a"].ShouldBe(AttributeValue.Of(9_007_199_254_740_993));
        signal.Attributes["b"].ShouldBe(AttributeValue.Of(long.MinValue));
        signal.Attributes["c"].ShouldBe(Some.Value(9_007_199_254_740_992.0));
        signal.Attributes["d"].ShouldBe(Some.Value("123456789012345678901"));
    }

    [Fact]
    public void Read_keeps_the_objects_of_a_list_apart()
    {
        var signal = Read($$"""
            { {{Head}}, "attributes": { "products": [
              {"color":"blue","tags":["a","b"],"parts":[{"id":1},{"id":2}]}, null, {"sku":2,"tags":[]}, {"color":null} ] } }
            """);

        signal.Attributes["products.color"].ShouldBe(AttributeValue.Of([Some.Value("blue"), default, default]));
        signal.Attributes["products.sku"].ShouldBe(AttributeValue.Of([default, Some.Value(2), default]));
        signal.Attributes["products.tags"].ShouldBe(AttributeValue.Of([Some.Value(new object[] { "a", "b" }), Some.Value(Array.Empty<object>()), default]));
        signal.Attributes["products.parts.id"].ShouldBe(AttributeValue.Of([Some.Value(new object[] { 1, 2 }), default, default]));
        signal.Attributes.Count.ShouldBe(4);
    }

    [Fact]
    public void Read_takes_the_later_of_two_lists_of_objects_as_a_whole()
    {
        var signal = Read($$"""{ {{Head}}, "attributes": { "p": [{"a":1},{"b":2}], "p": [{"b":3}] } }""");

        signal.Attributes["p.b"].ShouldBe(AttributeValue.Of([Some.Value(3)]));
        signal.Attributes.Count.ShouldBe(1);
    }

    [Fact]
    public void Read_has_an_object_of_traits_take_the_place_of_the_one_before()
    {
        var signal = Read($$"""{ {{Head}}, "traits": { "address": {"city":"Ulm","geo":{"lat":1},"zip":null}, "pets": [{"name":"Rex"}], "none": [] } }""");

        signal.Traits.ShouldBe(
        [
            new TraitChange("address", TraitOperation.RemoveTree, default),
            Some.Trait("address.city", "Ulm"),
            Some.Trait("address.geo.lat", 1),
            new TraitChange("pets", TraitOperation.RemoveTree, default),
            new TraitChange("pets.name", TraitOperation.Set, AttributeValue.Of([Some.Value("Rex")])),
            new TraitChange("none", TraitOperation.RemoveTree, default),
            new TraitChange("none", TraitOperation.Set, Some.Value(Array.Empty<object>())),
        ]);
    }

    [Fact]
    public void Read_leaves_out_and_notes_what_goes_beyond_the_attributes_of_a_signal()
    {
        var many = string.Join(',', Enumerable.Range(0, 2_000).Select(index => $"\"a{index}\":1"));

        var read = Taken(Encoding.UTF8.GetBytes($$"""{ {{Head}}, "attributes": { {{many}} } }"""));

        read.Observation.Signal.Attributes.Count.ShouldBe(255);
        var note = read.Notes.ShouldHaveSingleItem();
        (note.Reason, note.Field).ShouldBe(("too_many_attributes", "attributes.a255"));
        note.Message.ShouldStartWith("1745 values");
    }

    [Fact]
    public void Read_leaves_out_objects_that_would_make_a_small_signal_large()
    {
        var names = string.Join(',', Enumerable.Range(0, 200).Select(index => $$"""{"a{{index}}":1}"""));
        var gaps = string.Concat(Enumerable.Repeat(",{}", 5_000));

        var read = Taken(Encoding.UTF8.GetBytes($$"""{ {{Head}}, "attributes": { "p": [{{names}}{{gaps}}] } }"""));

        read.Observation.Signal.Attributes.Entries.ToArray().Sum(static entry => entry.Value.List.Length).ShouldBeLessThanOrEqualTo(16 * 1024);
        read.Notes.Select(static note => note.Reason).ShouldBe(["list_cut", "too_many_attributes"]);
    }

    [Fact]
    public void Read_notes_fields_that_a_signal_does_not_have()
    {
        var read = Taken(Encoding.UTF8.GetBytes($$"""{ {{Head}}, "atributes": { "x": 1 } }"""));

        var note = read.Notes.ShouldHaveSingleItem();
        (note.Reason, note.Field).ShouldBe(("unknown_field", "atributes"));
        note.Message.ShouldContain("did you mean \"attributes\"?");
    }

    [Theory]
    [InlineData("""{"a":""", "}")]
    [InlineData("[", "]")]
    public void Read_leaves_out_and_notes_what_is_nested_too_deeply(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 4_000)) + "1" + string.Concat(Enumerable.Repeat(close, 4_000));

        var read = Taken(Encoding.UTF8.GetBytes($$"""{ {{Head}}, "attributes": { "x": {{deep}}, "y": 1 } }"""));

        read.Notes.ShouldHaveSingleItem().Reason.ShouldBe("nested_too_deeply");
        read.Observation.Signal.Attributes["y"].ShouldBe(Some.Value(1));
    }

    [Fact]
    public void Read_refuses_a_line_that_is_too_large() =>
        Refused(Encoding.UTF8.GetBytes($$"""{ {{Head}}, "attributes": {"x":"{{new string('x', 33_000)}}"} }""")).Reason.ShouldBe("event_too_large");

    [Fact]
    public void Read_leaves_out_and_notes_a_field_of_broken_utf8()
    {
        var read = Taken([.. Encoding.UTF8.GetBytes($$"""{ {{Head}}, "attributes": {"y":1,"x":" """), 0xC3, 0x28, .. "\"}}"u8]);

        var note = read.Notes.ShouldHaveSingleItem();
        (note.Reason, note.Field).ShouldBe(("invalid_text", "attributes.x"));
        read.Observation.Signal.Attributes["y"].ShouldBe(Some.Value(1));
    }

    private static NativeSignalReading.Read Taken(byte[] line) => NativeSignalReader.Read(line).ShouldBeOfType<NativeSignalReading.Read>();

    private static Signal Read(string line) =>
        NativeSignalReader.Read(Encoding.UTF8.GetBytes(line)).ShouldBeOfType<NativeSignalReading.Read>().Observation.Signal;

    private static SignalFault Refused(byte[] line)
    {
        var fault = NativeSignalReader.Read(line).ShouldBeOfType<NativeSignalReading.Refused>().Fault;
        fault.Message.ShouldNotBeNullOrWhiteSpace();
        return fault;
    }
}
