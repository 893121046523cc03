using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Laws;

/// <summary>One generated signal: when it arrives, how late it is, and what it says. All in seconds; signals that change traits have a time of their own, since of one time the order of arrival counts.</summary>
public sealed record Arrival(int Number, int At, int Late, int Kind, int Value)
{
    private static readonly string[] Types = ["view", "view", "view", "login", "order", "unheard_of"];

    internal Instant ReceivedAt => A.Start + TimeSpan.FromSeconds(At);

    internal Signal Signal => new()
    {
        Id = $"id-{Number}",
        Type = Types[Kind % Types.Length],
        Time = A.Start + TimeSpan.FromSeconds(At - Late) + TimeSpan.FromTicks(Traits.Count > 0 ? Number + 1 : 0),
        Value = IsOdd ? null : Value - 20,
        Attributes = IsOdd
            ? Attributes(new("department", AttributeValue.Of([AttributeValue.Of(Department)])), new("revenue", AttributeValue.Of($" {Value - 20}.0 ")))
            : Attributes(new KeyValuePair<string, AttributeValue>("department", AttributeValue.Of(Department))),
        Traits = Traits,
    };

    /// <summary>What is meant by a signal whose values are of other types than declared: told without the machine.</summary>
    internal static Signal Meant(Signal signal) => signal.Attributes["revenue"].Kind == AttributeKind.None ? signal : new Signal
    {
        Id = signal.Id,
        Type = signal.Type,
        Time = signal.Time,
        Value = double.Parse(signal.Attributes["revenue"].Text, CultureInfo.InvariantCulture),
        Attributes = new AttributeSet(
            [.. signal.Attributes.Entries.ToArray().Where(entry => entry.Key != "department"), new("department", signal.Attributes["department"].List[0])]),
        Traits = signal.Traits,
    };

    private AttributeSet Attributes(params KeyValuePair<string, AttributeValue>[] others) => new(
    [
        .. others,
        new("alone", AttributeValue.Of(Traits.Count > 0)),
        new("basket", Value % 4 == 0 ? default : AttributeValue.Of(Value % 7)),
        new("items.color", List(Value % 3 == 0 ? "red" : "blue", Value % 5 == 0 ? "red" : null, "blue")),
        new("items.size", List(Value % 2 == 0 ? "s" : "l", Value % 5 == 1 ? null : "s", null)),
    ]);

    private bool IsOdd => Number % 3 == 1;

    private string Department => Value % 2 == 0 ? "running" : "tennis";

    private IReadOnlyList<TraitChange> Traits =>
        Value % 5 == 0 ? [A.Set("tier", AttributeValue.Of(Value % 10 == 0 ? "gold" : "tin"))]
        : Value % 7 == 0 ? [new TraitChange("visits", TraitOperation.Increment, AttributeValue.Of(1)), new TraitChange("first", TraitOperation.SetIfMissing, AttributeValue.Of(At))]
        : Value % 11 == 0 ? [new TraitChange("visits", Value % 2 == 0 ? TraitOperation.Remove : TraitOperation.Set, AttributeValue.Of(10))]
        : Value % 13 == 0 ? [A.Set("day", AttributeValue.Of((A.Start + TimeSpan.FromSeconds(At + (Value * 2) - 60)).ToString()))]
        : Value % 17 == 0 ? [new TraitChange("home", TraitOperation.RemoveTree, default), A.Set(Value % 2 == 0 ? "home.city" : "home.zip", AttributeValue.Of("oslo"))]
        : Value % 19 == 0 ? [A.Set("home.city", AttributeValue.Of("bergen")), A.Set("home.door.code", AttributeValue.Of(At))]
        : Value % 23 == 0 ? [new TraitChange(Value == 23 ? "home" : "home.door", TraitOperation.Remove, default)]
        : Value % 31 == 0 ? [Value == 31 ? A.Set("home", AttributeValue.Of("boat")) : A.Set("home.door", AttributeValue.Of("shut"))]
        : Value % 29 == 0 ? [new TraitChange("kids", TraitOperation.RemoveTree, default), A.Set("kids.name", List("ada", "bo")), A.Set("kids.school", List(null, Value == 58 ? null : "north"))]
        : [];

    private static AttributeValue List(params string?[] elements) =>
        AttributeValue.Of([.. elements.Select(element => element is null ? default : AttributeValue.Of(element))]);

    /// <summary>Signals over five minutes, some late, in order of arrival.</summary>
    internal static Gen<Arrival[]> Many(int most = 40, int latest = 150)
    {
        var one = from at in Law.Number(0, 300)
                  from late in Law.Number(-60, latest)
                  from kind in Law.Number(0, 11)
                  from value in Law.Number(0, 90)
                  select new Arrival(0, at, Math.Max(0, late), kind, value);
        return from count in Law.Number(1, most)
               from arrivals in one.ArrayOf(count)
               select arrivals.OrderBy(arrival => arrival.At).Select((arrival, index) => arrival with { Number = index }).ToArray();
    }
}
