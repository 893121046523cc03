using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Signals;

/// <summary>One odd field loses nothing but itself.</summary>
public sealed class MendingTests
{
    private static readonly ProfileMachine Machine = A.Machine(A.Catalog() with
    {
        Signals = new Dictionary<string, SignalDocument>
        {
            ["order"] = new(
                SignalCategory.Transactional,
                new Dictionary<string, ValueType>
                {
                    ["id"] = ValueType.String, ["price"] = ValueType.Number, ["gift"] = ValueType.Boolean, ["day"] = ValueType.Date, ["tags"] = ValueType.List,
                },
                Value: "revenue"),
        },
        Traits = new Dictionary<string, TraitDocument>
        {
            ["age"] = new(ValueType.Number, Minimum: 0, Maximum: 130),
            ["email"] = new(ValueType.String, Format: "email"),
            ["born"] = new(ValueType.Date),
            ["newsletter"] = new(ValueType.Boolean),
            ["kids.age"] = new(ValueType.Number, Minimum: 0, Maximum: 130),
        },
    });

    public static TheoryData<string, AttributeValue, AttributeValue> Readable { get; } = new()
    {
        { "id", Number(40117), Text("40117") },
        { "id", AttributeValue.Of(9007199254740993), Text("9007199254740993") },
        { "id", Number(149.9), Text("149.9") },
        { "id", AttributeValue.Of(true), Text("true") },
        { "id", AttributeValue.Of([Number(7)]), Text("7") },
        { "price", Text("149.90"), Number(149.9) },
        { "price", Text(" -1.5e3 "), Number(-1500) },
        { "price", Text("9007199254740993"), AttributeValue.Of(9007199254740993) },
        { "gift", Text("TRUE"), AttributeValue.Of(true) },
        { "gift", Text("0"), AttributeValue.Of(false) },
        { "gift", Number(1), AttributeValue.Of(true) },
        { "day", Text("2026-03-01"), Text("2026-03-01") },
        { "day", Number(1_700_000_000), Text("2023-11-14T22:13:20Z") },
        { "day", Text("1700000000123"), Text("2023-11-14T22:13:20.123Z") },
        { "tags", Text("red"), AttributeValue.Of([Text("red")]) },
        { "revenue", Text("149.90"), Number(149.9) },
    };

    public static TheoryData<string, string, AttributeValue, string?> Odd { get; } = new()
    {
        { "wrong_attribute_type", "id", AttributeValue.Of([Text("a"), Text("b")]), "[a, a]" },
        { "wrong_attribute_type", "price", Text("1,149.90"), "9,999.99" },
        { "wrong_attribute_type", "price", Text("NaN"), "AaA" },
        { "wrong_attribute_type", "gift", Text("yes"), "aaa" },
        { "wrong_attribute_type", "day", Text("1 March"), "9 Aaaaa" },
        { "wrong_attribute_type", "day", Number(3), "9" },
        { "unreadable_value", "revenue", Text("€ 20"), "€ 99" },
        { "value_out_of_range", "revenue", Number(2e12), null },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public void Attribute_that_can_be_read_as_declared_is_taken_without_a_word(string name, AttributeValue sent, AttributeValue read)
    {
        var admission = Admit(Order(name, sent));

        admission.Notes.ShouldBeEmpty();
        admission.Signal!.Attributes[name].ShouldBe(sent);
        Machine.Catalog.Read(admission.Signal).Attributes[name].ShouldBe(read);
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public void Attribute_that_can_not_be_read_is_noted_and_left_out(string reason, string name, AttributeValue sent, string? sample)
    {
        var admission = Admit(Order(name, sent));

        var note = admission.Notes.ShouldHaveSingleItem();
        (note.Reason, note.Field, note.Sample).ShouldBe((reason, $"attributes.{name}", sample));
        admission.Signal!.Attributes[name].ShouldBe(sent);
        Machine.Catalog.Read(admission.Signal).Value.ShouldBeNull();
    }

    [Fact]
    public void Value_is_the_signals_own_or_that_of_its_attribute()
    {
        Read(Order("revenue", Number(12.5))).Value.ShouldBe(12.5);
        Read(Order("revenue", Text("12.5"))).Value.ShouldBe(12.5);
        Read(Order("revenue", Number(12.5), value: 3)).Value.ShouldBe(3);
        Read(Order("revenue", Number(12.5), value: double.NaN)).Value.ShouldBe(12.5);
        Read(Order("revenue", Text("much"))).Value.ShouldBeNull();

        static Signal Read(Signal signal) => Machine.Catalog.Read(Admit(signal).Signal!);
    }

    [Fact]
    public void Sizes_are_cut_to_what_is_taken()
    {
        var text = new string('x', 8_190) + "😀";
        var signal = Order(("note", Text(text)), ("half", Text("a\uD800b")), ("many", AttributeValue.Of(new AttributeValue[1_001])), ("", Number(1)), ("bad\0name", Number(1)));

        var admission = Admit(signal);

        var attributes = admission.Signal!.Attributes;
        attributes["note"].Text.ShouldBe(text[..8_190]);
        attributes["half"].Text.ShouldBe("a\uFFFDb");
        attributes["many"].List.Length.ShouldBe(1_000);
        attributes.Count.ShouldBe(3);
        admission.Notes.Select(note => (note.Reason, note.Field)).ShouldBe(
        [
            ("text_cut", "attributes.note"), ("invalid_text", "attributes.half"), ("list_cut", "attributes.many"),
            ("invalid_name", "attributes."), ("invalid_name", "attributes.bad\uFFFDname"),
        ]);
    }

    [Fact]
    public void Lists_hold_lists_of_scalars_and_nothing_deeper()
    {
        var aligned = AttributeValue.Of([AttributeValue.Of([Text("a")]), default]);
        var deep = AttributeValue.Of([aligned]);

        var admission = Admit(Order(("products.tags", aligned), ("deep", deep)));

        admission.Notes.ShouldHaveSingleItem().Reason.ShouldBe("nested_list");
        admission.Signal!.Attributes.Entries.ToArray().ShouldBe([KeyValuePair.Create("products.tags", aligned)]);
    }

    [Fact]
    public void Attributes_and_traits_beyond_the_most_are_left_out_and_noted_once()
    {
        var signal = new Signal
        {
            Id = "1",
            Type = "order",
            Time = A.Start,
            Attributes = new AttributeSet([.. Enumerable.Range(0, 300).Select(index => KeyValuePair.Create($"a{index}", Number(index)))]),
            Traits = [.. Enumerable.Range(0, 300).Select(index => A.Set($"t{index}", Number(index)))],
        };

        var admission = Admit(signal);

        (admission.Signal!.Attributes.Count, admission.Signal.Traits.Count).ShouldBe((255, 255));
        admission.Notes.Select(note => note.Reason).ShouldBe(["too_many_attributes", "too_many_traits"]);
    }

    [Fact]
    public void Traits_are_converted_or_left_out_each_by_itself()
    {
        var admission = Admit(A.Signal(
            "1", "order", A.Start, null,
            A.Set("age", Text("34")), A.Set("email", Text("")), A.Set("born", Number(1_700_000_000)), A.Set("newsletter", Number(1)), A.Set("plan", Text("paid")),
            new TraitChange("points", TraitOperation.Increment, Text("5")), new TraitChange("visits", TraitOperation.Increment, Text("many")),
            new TraitChange("age", TraitOperation.SetIfMissing, Number(200))));

        admission.Signal!.Traits.Select(change => (change.Name, change.Value)).ShouldBe(
        [
            ("age", Number(34)), ("born", Text("2023-11-14T22:13:20Z")), ("newsletter", AttributeValue.Of(true)), ("plan", Text("paid")), ("points", Number(5)),
        ]);
        admission.Notes.Select(note => (note.Reason, note.Field)).ShouldBe(
            [("wrong_trait_format", "traits.email"), ("wrong_trait_type", "traits.visits"), ("trait_out_of_range", "traits.age")]);
    }

    [Theory]
    [InlineData("7", 9, null)]
    [InlineData("7", "old", "wrong_trait_type")]
    [InlineData("7", 200, "trait_out_of_range")]
    public void Members_of_objects_in_a_trait_are_read_each(object first, object second, string? reason)
    {
        var admission = Admit(A.Signal("1", "order", A.Start, null, A.Set("kids.age", AttributeValue.Of([Value(first), default, Value(second)]))));

        admission.Notes.Select(note => note.Reason).ShouldBe(reason is null ? [] : [reason]);
        admission.Signal!.Traits.Select(change => change.Value).ShouldBe(reason is null ? [AttributeValue.Of([Number(7), default, Number(9)])] : []);

        static AttributeValue Value(object value) => value is string text ? Text(text) : Number((int)value);
    }

    [Fact]
    public void Notes_are_bounded_and_the_last_one_counts_the_rest()
    {
        var admission = Admit(new Signal
        {
            Id = "1", Type = "order", Time = A.Start,
            Attributes = new AttributeSet([.. Enumerable.Range(0, 100).Select(index => KeyValuePair.Create($"bad\n{index}", Number(index)))]),
        });

        admission.Signal!.Attributes.Count.ShouldBe(0);
        admission.Notes.Count.ShouldBe(16);
        (admission.Notes[^1].Reason, admission.Notes[^1].Message[..3]).ShouldBe(("more_notes", "85 "));
    }

    [Theory]
    [InlineData("größe_gewählt")]
    [InlineData("añadido_al_carrito")]
    [InlineData("注文完了")]
    [InlineData("अ_ि")]
    public void Type_of_any_script_is_taken(string type) => Admit(A.Signal("1", type, A.Start)).Signal.ShouldNotBeNull();

    [Theory]
    [InlineData("Größe")]
    [InlineData("_a")]
    [InlineData("1a")]
    [InlineData("注文 完了")]
    [InlineData("a😀")]
    public void Type_that_is_no_name_is_refused_and_named(string type)
    {
        var fault = Admit(A.Signal("1", type, A.Start)).Fault.ShouldNotBeNull();

        fault.Reason.ShouldBe("invalid_type");
        fault.Message.ShouldContain(type);
    }

    private static SignalAdmission Admit(Signal signal) => Machine.Admit(signal, A.Start);

    private static AttributeValue Text(string text) => AttributeValue.Of(text);

    private static AttributeValue Number(double number) => AttributeValue.Of(number);

    private static Signal Order(string name, AttributeValue attribute, double? value = null) => Order(value, (name, attribute));

    private static Signal Order(params (string Name, AttributeValue Value)[] attributes) => Order(null, attributes);

    private static Signal Order(double? value, params (string Name, AttributeValue Value)[] attributes) => new()
    {
        Id = "1",
        Type = "order",
        Time = A.Start,
        Value = value,
        Attributes = new AttributeSet([.. attributes.Select(attribute => KeyValuePair.Create(attribute.Name, attribute.Value))]),
    };
}
