using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;
using PersonaGrain.Time;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Signals;

public sealed class AdmissionTests
{
    private static readonly CatalogDocument Catalog = A.Catalog() with
    {
        Signals = new Dictionary<string, SignalDocument>
        {
            ["order"] = new(SignalCategory.Transactional, new Dictionary<string, ValueType> { ["price"] = ValueType.Number, ["day"] = ValueType.Date }, Value: "revenue", Faults: FaultPolicy.Reject),
        },
        Traits = new Dictionary<string, TraitDocument>
        {
            ["age"] = new(ValueType.Number, Minimum: 0, Maximum: 130),
            ["email"] = new(ValueType.String, Format: "email"),
        },
        Triggers = new Dictionary<string, TriggerDocument> { ["abandoned"] = new("order", [], TimeSpan.FromMinutes(30)) },
        UnknownSignals = UnknownSignals.Reject,
    };

    public static TheoryData<string, Signal> Refused { get; } = new()
    {
        { "missing_id", Order(id: " ") },
        { "id_too_long", Order(id: new string('x', 101)) },
        { "invalid_text", Order(id: "a\uD800b") },
        { "invalid_text", Order(id: "a\0b") },
        { "reserved_id", Order(id: "trigger:cart_abandoned:1") },
        { "missing_type", Order(type: "") },
        { "type_too_long", Order(type: new string('x', 101)) },
        { "invalid_type", Order(type: "Product Viewed") },
        { "unknown_signal", Order(type: "unheard_of") },
        { "derived_type", Order(type: "abandoned") },
        { "time_out_of_range", Order(time: new Instant(0)) },
        { "time_out_of_range", Order(time: Instant.Never) },
        { "value_out_of_range", Order(value: double.NaN) },
        { "value_out_of_range", Order(value: double.PositiveInfinity) },
        { "value_out_of_range", Order(value: 1.1e12) },
        { "value_out_of_range", Order(attributes: ("revenue", AttributeValue.Of(-2e12))) },
        { "wrong_attribute_type", Order(attributes: ("price", AttributeValue.Of("cheap"))) },
        { "wrong_attribute_type", Order(attributes: ("day", AttributeValue.Of("someday"))) },
        { "text_too_long", Order(attributes: ("note", AttributeValue.Of(new string('x', 8193)))) },
        { "invalid_text", Order(attributes: ("note", AttributeValue.Of("\uDC00"))) },
        { "invalid_name", Order(attributes: ("", AttributeValue.Of(1))) },
        { "nested_list", Order(attributes: ("list", AttributeValue.Of([AttributeValue.Of([AttributeValue.Of([AttributeValue.Of(1)])])]))) },
        { "wrong_attribute_type", Order(attributes: ("price", AttributeValue.Of("12"))) },
        { "unreadable_value", Order(attributes: ("revenue", AttributeValue.Of("1,149.90"))) },
        { "wrong_attribute_type", Order(attributes: ("revenue", AttributeValue.Of("1149.90"))) },
        { "list_too_long", Order(attributes: ("list", AttributeValue.Of(new AttributeValue[1_001]))) },
        { "too_many_attributes", Order(attributes: [.. Enumerable.Range(0, 256).Select(index => ($"a{index}", AttributeValue.Of(index)))]) },
        { "wrong_trait_type", Traits(A.Set("age", AttributeValue.Of("old"))) },
        { "wrong_trait_type", Traits(new TraitChange("points", TraitOperation.Increment, AttributeValue.Of("one"))) },
        { "trait_out_of_range", Traits(A.Set("age", AttributeValue.Of(131))) },
        { "wrong_trait_format", Traits(A.Set("email", AttributeValue.Of("nobody"))) },
        { "too_many_traits", Traits([.. Enumerable.Range(0, 256).Select(index => A.Set($"t{index}", AttributeValue.Of(index)))]) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Admit_bad_input_is_refused_with_a_stable_reason(string reason, Signal signal)
    {
        var admission = A.Machine(Catalog).Admit(signal, A.Start);

        admission.Signal.ShouldBeNull();
        admission.Fault!.Reason.ShouldBe(reason);
        admission.Fault.Message.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Admit_clock_ahead_is_kept_with_the_received_time_and_noted()
    {
        var machine = A.Machine(Catalog);
        var tolerated = Order(time: A.Start + TimeSpan.FromMinutes(5));

        machine.Admit(tolerated, A.Start).Notes.ShouldBeEmpty();
        var admission = machine.Admit(Order(time: A.Start + TimeSpan.FromMinutes(6)), A.Start);
        admission.Signal!.Time.ShouldBe(A.Start);
        admission.Notes.ShouldHaveSingleItem().Reason.ShouldBe("clock_ahead");
    }

    [Theory]
    [InlineData(1970, "clock_behind")]
    [InlineData(1989, "clock_behind")]
    [InlineData(1990, null)]
    public void Admit_clock_that_was_never_set_is_noted(int year, string? note)
    {
        var signal = Order(time: Instant.FromUtc(year, 1, 1));

        var admission = A.Machine(Catalog).Admit(signal, A.Start);

        admission.Signal.ShouldBeSameAs(signal);
        admission.Notes.Select(one => one.Reason).ShouldBe(note is null ? [] : [note]);
    }

    [Theory]
    [InlineData(2014, "before_earliest")]
    [InlineData(2015, null)]
    public void Admit_time_before_what_the_catalog_takes_is_refused(int year, string? reason)
    {
        var machine = A.Machine(Catalog with { Earliest = Instant.FromUtc(2015, 1, 1) });

        var admission = machine.Admit(Order(time: Instant.FromUtc(year, 1, 1)), A.Start);

        admission.Fault?.Reason.ShouldBe(reason);
        (admission.Signal is null).ShouldBe(reason is not null);
    }

    [Fact]
    public void Admit_signal_that_is_to_be_set_aside_says_why()
    {
        var machine = A.Machine(Catalog with
        {
            Earliest = Instant.FromUtc(2015, 1, 1),
            Signals = Catalog.Signals.ToDictionary(entry => entry.Key, entry => entry.Value with { Faults = FaultPolicy.Quarantine }),
        });

        machine.Admit(Order(attributes: ("price", AttributeValue.Of("12"))), A.Start).Notes.ShouldBeEmpty();
        Reason(Order(attributes: ("price", AttributeValue.Of("cheap")))).ShouldBe((true, "wrong_attribute_type"));
        Reason(Order(time: Instant.FromUtc(2014, 1, 1))).ShouldBe((true, "before_earliest"));
        Reason(Order(type: "Not a type")).ShouldBe((false, "invalid_type"));

        (bool, string) Reason(Signal signal) => machine.Admit(signal, A.Start) is { Signal: null } admission
            ? (admission.IsQuarantined, admission.Fault!.Reason)
            : throw new ShouldAssertException("taken");
    }

    [Fact]
    public void Admit_old_time_that_the_catalog_takes_is_not_noted() =>
        A.Machine(Catalog with { Earliest = Instant.UnixEpoch }).Admit(Order(time: Instant.UnixEpoch), A.Start).Notes.ShouldBeEmpty();

    [Fact]
    public void Admit_sound_signal_goes_on_as_it_is()
    {
        var signal = Order(time: A.Start, attributes: [("price", AttributeValue.Of(3)), ("day", AttributeValue.Of("2026-01-02")), ("other", default)]);

        var admission = A.Machine(Catalog).Admit(signal, A.Start);

        admission.Signal.ShouldBeSameAs(signal);
        admission.Notes.ShouldBeEmpty();
        A.Machine(Catalog with { UnknownSignals = UnknownSignals.Accept }).Admit(Order(type: "unheard_of"), A.Start).Fault.ShouldBeNull();
    }

    private static Signal Order(string id = "1", string type = "order", Instant? time = null, double? value = null, params (string Name, AttributeValue Value)[] attributes) => new()
    {
        Id = id,
        Type = type,
        Time = time ?? A.Start,
        Value = value,
        Attributes = new AttributeSet([.. attributes.Select(attribute => KeyValuePair.Create(attribute.Name, attribute.Value))]),
    };

    private static Signal Traits(params TraitChange[] traits) => A.Signal("1", "order", A.Start, null, traits);
}
