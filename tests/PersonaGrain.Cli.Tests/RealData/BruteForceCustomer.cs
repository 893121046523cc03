namespace PersonaGrain.Cli.Tests.RealData;

/// <summary>One customer's purchases up to some point, and every segment of silo-config/catalogs/retail.json written out by hand.</summary>
internal sealed class BruteForceCustomer(List<Purchase> purchases)
{
    private static readonly TimeSpan[] Windows = [Days(14), Days(30), Days(60), Days(90)];

    private readonly decimal[] _sums = Prefix(purchases, purchase => purchase.Amount);
    private readonly decimal[] _returns = Prefix(purchases, purchase => purchase.Quantity < 0 ? 1 : 0);
    private int _seen;

    /// <summary>Σ 2^(−age/30 d) as of the last purchase seen.</summary>
    private double _frequency;

    /// <summary>The segments and what they mean, given the purchases seen and the time.</summary>
    public static readonly IReadOnlyDictionary<string, Func<BruteForceCustomer, DateTime, bool>> Segments =
        new Dictionary<string, Func<BruteForceCustomer, DateTime, bool>>
        {
            ["big_spender"] = (customer, now) => customer.Within(customer._sums, now, Days(90)) >= 1000,
            ["frequent"] = (customer, now) => customer.Count(now, Days(30)) >= 20,
            ["occasional"] = (customer, now) => customer.Count(now, Days(60)) is >= 1 and <= 3,
            ["returner"] = (customer, now) => customer.Within(customer._returns, now, Days(60)) >= 1,
            ["active"] = (customer, now) => customer._seen > 0 && now - customer.Last < Days(30),
            ["newcomer"] = (customer, now) => customer._seen > 0 && now - customer.First < Days(14),
            ["lapsed"] = (customer, now) => customer._seen > 0 && now - customer.Last >= Days(90),
            ["quiet_spender"] = (customer, now) => customer._sums[customer._seen] >= 500 && customer.Count(now, Days(60)) == 0,
            ["loyal"] = (customer, now) => customer.Loyalty(now) >= 50,
        };

    private DateTime First => purchases[0].At;

    private DateTime Last => purchases[_seen - 1].At;

    /// <summary>Lets the customer's whole history pass and gives every flip: after what was bought at one instant, and whenever a purchase leaves a window.</summary>
    /// <param name="asked">The times the caller will ask about; the flips up to each are complete.</param>
    public IEnumerable<Flip> Flips(IReadOnlyCollection<DateTime> asked)
    {
        var members = Segments.ToDictionary(segment => segment.Key, _ => false);

        // A score falls below a threshold at no moment known beforehand; looking just before each purchase finds that it did.
        var moments = new SortedSet<DateTime>(asked.Concat(purchases.Select(purchase => purchase.At)));
        moments.UnionWith(purchases.SelectMany(purchase => Windows.Select(window => purchase.At + window)));
        var pending = new Queue<DateTime>(moments.Where(moment => moment <= asked.Max()));
        foreach (var instant in purchases.GroupBy(purchase => purchase.At))
        {
            while (pending.Count > 0 && pending.Peek() <= instant.Key)
            {
                foreach (var flip in Look(pending.Dequeue(), members))
                {
                    yield return flip;
                }
            }

            _frequency = (_frequency * (_seen == 0 ? 0 : Halved(instant.Key - Last))) + instant.Count();
            _seen += instant.Count();
            foreach (var flip in Look(instant.Key, members))
            {
                yield return flip;
            }
        }

        foreach (var flip in pending.SelectMany(moment => Look(moment, members)))
        {
            yield return flip;
        }
    }

    /// <summary>The times at which nothing was bought for half a year after a purchase.</summary>
    public IEnumerable<DateTime> WinBacks()
    {
        for (var index = 0; index < purchases.Count; index++)
        {
            var due = purchases[index].At + Days(180);
            if (index + 1 == purchases.Count || purchases[index + 1].At >= due)
            {
                yield return due;
            }
        }
    }

    private List<Flip> Look(DateTime now, Dictionary<string, bool> members)
    {
        var flips = new List<Flip>();
        foreach (var (segment, holds) in Segments)
        {
            var holdsNow = holds(this, now);
            if (holdsNow != members[segment])
            {
                members[segment] = holdsNow;
                flips.Add(new Flip(segment, purchases[0].Customer, now, holdsNow));
            }
        }

        return flips;
    }

    private int Count(DateTime now, TimeSpan window) => _seen - FirstInside(now, window);

    private decimal Within(decimal[] prefix, DateTime now, TimeSpan window) => prefix[_seen] - prefix[FirstInside(now, window)];

    /// <summary>The first purchase seen that is younger than the window.</summary>
    private int FirstInside(DateTime now, TimeSpan window)
    {
        var (low, high) = (0, _seen);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (now - purchases[middle].At < window)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private double Loyalty(DateTime now)
    {
        if (_seen == 0)
        {
            return 0;
        }

        var halved = Halved(now - Last);
        var frequency = _frequency * halved;
        return 100 * ((0.6 * frequency / (frequency + 20)) + (0.4 * halved));
    }

    private static double Halved(TimeSpan age) => Math.Pow(2, -age / Days(30));

    private static decimal[] Prefix(List<Purchase> purchases, Func<Purchase, decimal> amount)
    {
        var sums = new decimal[purchases.Count + 1];
        for (var index = 0; index < purchases.Count; index++)
        {
            sums[index + 1] = sums[index] + amount(purchases[index]);
        }

        return sums;
    }

    private static TimeSpan Days(int days) => TimeSpan.FromDays(days);
}

/// <summary>A customer entered or left a segment.</summary>
internal readonly record struct Flip(string Segment, string Customer, DateTime At, bool Entered);
