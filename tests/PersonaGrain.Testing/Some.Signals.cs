using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Population.Census;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing;

/// <summary>Values for tests: each builder fills in what the test does not care about.</summary>
public static partial class Some
{
    /// <summary>The instant at which a test's clock starts: noon of 1 March 2026 UTC.</summary>
    public static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12);

    private static long _lastId;

    /// <summary>A message id that no other call of this process got.</summary>
    public static string Id() => $"message-{Interlocked.Increment(ref _lastId)}";

    /// <summary>A profile's identity.</summary>
    public static ProfileId Profile(string id = "ada") => ProfileId.Parse(id);

    /// <summary>Of the ids that begin with a name one of those whose first instant is the landmark by which measures are counted.</summary>
    public static string Counted(string name, int index) => Enumerable.Range(0, int.MaxValue).Select(number => $"{name}-{number}")
        .Where(static id => LandmarkChoice.OrdinalOf(CensusSubject.NumberOf(Profile(id))) == 1).ElementAt(index);

    /// <summary>An identity, from its text, of the kinds that every catalog has.</summary>
    public static Identity Identity(string text) => Identities.Identity.TryParse(text, IdentityKinds.Standard, out var identity, out var fault)
        ? identity
        : throw new ArgumentException(fault.Message, nameof(text));

    /// <summary>The identity of a profile as an actor.</summary>
    public static ActorId Actor(string id = "ada") => ActorId.Of(Profile(id));

    /// <summary>A signal; without a time it happened at <see cref="Now"/>, without an id it is a new one.</summary>
    public static Signal Signal(
        string type = "product_viewed",
        Instant? time = null,
        string? id = null,
        double? value = null,
        AttributeSet? attributes = null,
        params TraitChange[] traits) => new()
        {
            Id = id ?? Id(),
            Type = type,
            Time = time ?? Now,
            Value = value,
            Attributes = attributes ?? AttributeSet.Empty,
            Traits = traits,
        };

    /// <summary>A signal of a profile, as handed to a grid.</summary>
    public static Observation Observation(
        string profile = "ada",
        string type = "product_viewed",
        Instant? time = null,
        string? id = null,
        double? value = null,
        AttributeSet? attributes = null,
        params TraitChange[] traits) =>
        new(Profile(profile), Signal(type, time, id, value, attributes, traits));

    /// <summary>Attributes from names and texts, numbers or truth values.</summary>
    public static AttributeSet Attributes(params (string Name, object Value)[] attributes) =>
        new([.. attributes.Select(attribute => KeyValuePair.Create(attribute.Name, Value(attribute.Value)))]);

    /// <summary>A change that sets a trait to a text, number or truth value.</summary>
    public static TraitChange Trait(string name, object value) => new(name, TraitOperation.Set, Value(value));

    /// <summary>A text, number, truth value or list of these as an attribute value.</summary>
    public static AttributeValue Value(object value) => value switch
    {
        string text => AttributeValue.Of(text),
        bool truth => AttributeValue.Of(truth),
        int number => AttributeValue.Of((double)number),
        double number => AttributeValue.Of(number),
        object[] elements => AttributeValue.Of([.. elements.Select(Value)]),
        _ => throw new ArgumentException($"a {value.GetType().Name} is no attribute value", nameof(value)),
    };
}
