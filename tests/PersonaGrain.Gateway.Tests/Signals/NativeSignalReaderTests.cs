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
        signal.Attributes["products.price"].ShouldBe(Some.Value(new object[] { 2 }));
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
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","value":1e999}""", "not_finite")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","value":"1"}""", "wrong_type")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"yesterday"}""", "invalid_time")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"12:00"}""", "invalid_time")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":17}""", "wrong_type")]
    [InlineData("""{"id":"a","profile":"p","type":"t"}""", "missing_time")]
    [InlineData("""{"profile":"p","type":"t","time":"2026-03-01T12:00:00Z"}""", "missing_id")]
    [InlineData("""{"id":"a","type":"t","time":"2026-03-01T12:00:00Z"}""", "missing_profile")]
    [InlineData("""{"id":"a","profile":7,"type":"t","time":"2026-03-01T12:00:00Z"}""", "wrong_type")]
    [InlineData("""{"id":"a","profile":"undefined","type":"t","time":"2026-03-01T12:00:00Z"}""", "blocked_id")]
    [InlineData("""{"id":"a","profile":"0000-0000","type":"t","time":"2026-03-01T12:00:00Z"}""", "blocked_id")]
    [InlineData("""{"id":"a","profile":"p","time":"2026-03-01T12:00:00Z"}""", "missing_type")]
    [InlineData("""{"id":"a","profile":"p\u0000","type":"t","time":"2026-03-01T12:00:00Z"}""", "invalid_text")]
    [InlineData("""{"id":"a","profile":"p\ud800","type":"t","time":"2026-03-01T12:00:00Z"}""", "invalid_text")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","attributes":{"x":"\u0000"}}""", "invalid_text")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","attributes":{"\udc00":1}}""", "invalid_text")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","attributes":{"":1}}""", "invalid_text")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","attributes":[1]}""", "wrong_type")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","traits":{"a":{"$add":1}}}""", "invalid_trait_operation")]
    [InlineData("""{"id":"a","profile":"p","type":"t","time":"2026-03-01T12:00:00Z","traits":{"a":{"$increment":"1"}}}""", "invalid_trait_operation")]
    public void Read_names_the_reason_of_a_refusal(string line, string reason) => Refused(Encoding.UTF8.GetBytes(line)).Reason.ShouldBe(reason);

    [Fact]
    public void Read_refuses_more_attributes_than_a_signal_holds()
    {
        var many = string.Join(',', Enumerable.Range(0, 2_000).Select(index => $"\"a{index}\":1"));

        Refused(Encoding.UTF8.GetBytes($$"""{ {{Head}}, "attributes": { {{many}} } }""")).Reason.ShouldBe("too_many_attributes");
    }

    [Theory]
    [InlineData("""{"a":""", "}")]
    [InlineData("[", "]")]
    public void Read_refuses_deep_nesting_of_any_depth(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 4_000)) + "1" + string.Concat(Enumerable.Repeat(close, 4_000));

        Refused(Encoding.UTF8.GetBytes($$"""{ {{Head}}, "attributes": { "x": {{deep}} } }""")).Reason.ShouldBe("nested_too_deeply");
    }

    [Fact]
    public void Read_refuses_a_line_that_is_too_large() =>
        Refused(Encoding.UTF8.GetBytes($$"""{ {{Head}}, "attributes": {"x":"{{new string('x', 33_000)}}"} }""")).Reason.ShouldBe("event_too_large");

    [Fact]
    public void Read_refuses_broken_utf8() =>
        Refused([.. Encoding.UTF8.GetBytes($$"""{ {{Head}}, "attributes": {"x":" """), 0xC3, 0x28, .. "\"}}"u8]).Reason.ShouldBe("invalid_text");

    private static Signal Read(string line) =>
        NativeSignalReader.Read(Encoding.UTF8.GetBytes(line)).ShouldBeOfType<NativeSignalReading.Read>().Observation.Signal;

    private static SignalFault Refused(byte[] line)
    {
        var fault = NativeSignalReader.Read(line).ShouldBeOfType<NativeSignalReading.Refused>().Fault;
        fault.Message.ShouldNotBeNullOrWhiteSpace();
        return fault;
    }
}
