using System.Globalization;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Samples;

/// <summary>Somebody who is made up: the same number is the same person each time, with the same habits.</summary>
/// <remarks>Of ten, two run, two look for sales, one buys often, and the others look around; each comes some days of the week and does a few things then.</remarks>
internal sealed class SamplePerson
{
    /// <summary>How many days before now the history of people begins.</summary>
    internal const int Days = 60;

    private static readonly string[] Running = ["running shoes", "trail running"];
    private static readonly string[] Gear = ["running shoes", "trail running", "training tops", "swimwear", "yoga", "outdoor jackets", "cycling", "tennis"];
    private static readonly string[] Lists = ["new-releases", "bestsellers", "gift-ideas"];
    private static readonly string[] Sales = ["summer-sale", "outlet"];
    private static readonly string[] Sports = ["running", "yoga", "swimming", "tennis", "cycling", "hiking"];
    private readonly Random _chance;
    private readonly SampleHabit _habit;
    private readonly ProfileId _id;

    /// <summary>A person.</summary>
    /// <param name="number">From 0.</param>
    /// <param name="chance">What decides; a seed of its own, so that one person's life does not hang on another's.</param>
    internal SamplePerson(int number, Random chance)
    {
        (Number, _chance) = (number, chance);
        _habit = (number % 10) switch { 0 or 5 => SampleHabit.Runs, 1 or 6 => SampleHabit.LooksForSales, 2 => SampleHabit.BuysOften, _ => SampleHabit.LooksAround };
        _id = ProfileId.Parse(IdOf(number));
    }

    /// <summary>Which one.</summary>
    internal int Number { get; }

    /// <summary>The id of a person: <c>sample-00042</c>.</summary>
    internal static string IdOf(int number) => $"sample-{number.ToString("D5", CultureInfo.InvariantCulture)}";

    /// <summary>What somebody did before an instant, oldest first, always under the same ids.</summary>
    internal IEnumerable<Observation> History(Instant now)
    {
        var step = 0;
        var joined = _chance.Next(1, Days);
        var visitsOfAWeek = _habit == SampleHabit.LooksAround ? 0.7 : 2.2;
        yield return Observation("page_viewed", now - TimeSpan.FromDays(joined), $"{IdOf(Number)}-first", Attributes(("path", "/"), ("title", "Home")), Traits());
        for (var day = joined - 1; day >= 0; day--)
        {
            if (_chance.NextDouble() * 7 >= visitsOfAWeek)
            {
                continue;
            }

            var at = now - TimeSpan.FromDays(day) - TimeSpan.FromMinutes(_chance.Next(1, 14 * 60));
            foreach (var (type, attributes) in Visit())
            {
                at += TimeSpan.FromSeconds(_chance.Next(15, 300));
                if (at < now)
                {
                    yield return Observation(type, at, $"{IdOf(Number)}-{step++}", attributes, []);
                }
            }
        }
    }

    /// <summary>Something that somebody does now.</summary>
    internal Observation Act(Instant now)
    {
        var (type, attributes) = _chance.Next(12) == 0 ? Order() : Look();
        return Observation(type, now, $"{IdOf(Number)}-{now.Ticks}", attributes, []);
    }

    private IEnumerable<(string Type, AttributeSet Attributes)> Visit()
    {
        yield return ("page_viewed", Attributes(("path", "/"), ("title", "Home")));
        for (var looks = _chance.Next(1, 6); looks > 0; looks--)
        {
            yield return Look();
        }

        var buys = _habit switch { SampleHabit.BuysOften => 0.3, SampleHabit.Runs => 0.12, SampleHabit.LooksForSales => 0.08, _ => 0.04 };
        if (_chance.NextDouble() < buys * 2)
        {
            yield return ("product_added", Attributes(("category", Category()), ("price", Price())));
            if (_chance.NextDouble() < 0.5)
            {
                yield return Order();
            }
        }
    }

    private (string Type, AttributeSet Attributes) Look() => _chance.Next(10) switch
    {
        < 4 => ("product_viewed", Attributes(("product_id", $"p{_chance.Next(200)}"), ("category", Category()), ("price", Price()))),
        < 6 => ("product_list_viewed", Attributes(("list_id", Pick(_habit == SampleHabit.LooksForSales ? Sales : Lists)))),
        6 => ("review_read", Attributes(("category", Category()), ("stars", 1 + _chance.Next(5)))),
        7 => ("product_added_to_wishlist", Attributes(("category", Category()), ("price", Price()))),
        8 => ("email_link_clicked", Attributes(("campaign_name", Pick(["new-spring", "weekly-letter"])))),
        _ => ("page_viewed", Attributes(("path", "/stories"), ("title", "Stories"))),
    };

    private (string Type, AttributeSet Attributes) Order() => ("order_completed", Attributes(("revenue", 30 + _chance.Next(220)), ("order_id", $"o-{Number}-{_chance.Next()}")));

    private string Category() => Pick(_habit == SampleHabit.Runs && _chance.Next(4) > 0 ? Running : Gear);

    private int Price() => (_habit == SampleHabit.LooksForSales ? 15 : 40) + _chance.Next(150);

    private string Pick(string[] of) => of[_chance.Next(of.Length)];

    private List<TraitChange> Traits() =>
    [
        Set("email", AttributeValue.Of($"{IdOf(Number)}@example.org")),
        Set("age", AttributeValue.Of(18L + _chance.Next(55))),
        Set("plan", AttributeValue.Of(_habit == SampleHabit.BuysOften || _chance.Next(8) == 0 ? "club" : "free")),
        Set("device", AttributeValue.Of(_chance.Next(3) == 0 ? "desktop" : "mobile")),
        Set("newsletter", AttributeValue.Of(_chance.Next(2) == 0)),
        Set("favorite_sports", AttributeValue.Of([AttributeValue.Of(_habit == SampleHabit.Runs ? "running" : Pick(Sports))])),
    ];

    private static TraitChange Set(string name, AttributeValue value) => new(name, TraitOperation.Set, value);

    private static AttributeSet Attributes(params (string Name, object Value)[] attributes) =>
        new([.. attributes.Select(static one => KeyValuePair.Create(one.Name, one.Value is int number ? AttributeValue.Of((long)number) : AttributeValue.Of((string)one.Value)))]);

    private Observation Observation(string type, Instant time, string id, AttributeSet attributes, IReadOnlyList<TraitChange> traits) =>
        new(_id, new Signal { Id = id, Type = type, Time = time, Attributes = attributes, Traits = traits });
}

/// <summary>What somebody comes for.</summary>
internal enum SampleHabit
{
    LooksAround,
    Runs,
    LooksForSales,
    BuysOften,
}
