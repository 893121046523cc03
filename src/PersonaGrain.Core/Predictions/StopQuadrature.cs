namespace PersonaGrain.Predictions;

/// <summary>
/// The mean over the probability of stopping p, which is Beta(a, b′), of what a customer buys who stops with it: E[(1 − (1 + pu)^−s)/p], with s the shape of
/// the rates and u the time as a multiple of their scale. All terms are positive, so that nothing cancels.
/// </summary>
/// <remarks>
/// The trapezoid rule in y = ln(p/(1−p)), which converges exponentially: the integrand is analytic where |Im y| is below π/2. Where p is so small, or so near
/// to 1, that what is left is a geometric series, it is summed in closed form. Exact to 1e-9 for a, b′ ≤ 1e6, at most <see cref="MostNodes"/> nodes. The
/// nodes are worked out once and serve all times up to the longest one.
/// </remarks>
internal readonly ref struct StopQuadrature
{
    /// <summary>How many numbers the space must have for each of the four things that are kept of a node.</summary>
    internal const int MostNodes = 320;

    /// <summary>The length of the space that is needed.</summary>
    internal const int Space = 4 * MostNodes;

    // A longer time would need more nodes to the left than there are.
    private const double Longest = 1e12;

    // e^−Digits is left out.
    private const double Digits = 27;

    // Below it (1 − (1+pu)^−s)/p is told by the first two terms of its series.
    private const double Small = 1e-5;

    private readonly double _shape;
    private readonly int _count;
    private readonly double _whole;
    private readonly Span<double> _chances;
    private readonly Span<double> _weights;
    private readonly Span<double> _zeroth;
    private readonly Span<double> _first;

    /// <summary>Works the nodes out.</summary>
    /// <param name="shape">s.</param>
    /// <param name="a">The first parameter of the probabilities of stopping.</param>
    /// <param name="goesOn">b′, the second one.</param>
    /// <param name="longest">The greatest u that is asked for.</param>
    /// <param name="space">Where nodes are kept: <see cref="Space"/> numbers.</param>
    internal StopQuadrature(double shape, double a, double goesOn, double longest, Span<double> space)
    {
        _shape = shape;
        _chances = space[..MostNodes];
        _weights = space.Slice(MostNodes, MostNodes);
        _zeroth = space.Slice(2 * MostNodes, MostNodes);
        _first = space.Slice(3 * MostNodes, MostNodes);
        var growth = Logarithm.OfOnePlus((shape + 1) * longest);
        var (mode, most) = (Math.Log(a / goesOn), LogWeight(a, goesOn, Math.Log(a / goesOn)));
        var step = Math.Min(0.3, 0.6 * Math.Sqrt((1 / a) + (1 / goesOn)));
        var sum = Math.Log(1 + a + goesOn);
        var (leftmost, rightmost) = (Math.Min(mode, -Math.Max(Digits + sum, Digits / 2 + growth)), Math.Max(mode, Digits + sum));

        // To the left of it what is bought counts by up to e^growth more than at the mode.
        var before = 0;
        while (before < MostNodes / 2 && mode - (before * step) > leftmost && LogWeight(a, goesOn, mode - (before * step)) > most - Digits - growth)
        {
            before++;
        }

        for (var node = -before; _count < MostNodes - 1; node++)
        {
            var y = mode + (node * step);
            var weight = LogWeight(a, goesOn, y) - most;
            (_chances[_count], _weights[_count]) = (1 / (1 + Math.Exp(-y)), Math.Exp(weight));
            _count++;
            if (node > 0 && (weight < -Digits || y > rightmost))
            {
                break;
            }
        }

        // What lies beyond the last node shares its p: it is 1, or nothing is left.
        _weights[_count - 1] /= -Logarithm.ExponentialLessOne(-goesOn * step);
        var (weights, chances) = (_weights[0] / Logarithm.ExponentialLessOne(a * step), _weights[0] * _chances[0] / Logarithm.ExponentialLessOne((a + 1) * step));
        for (var index = 0; index < _count; index++)
        {
            (_zeroth[index], _first[index]) = (weights, chances);
            weights += _weights[index];
            chances += _weights[index] * _chances[index];
        }

        _whole = weights;
    }

    /// <summary>The mean at a time as a multiple of the scale of the rates, u; not a number beyond 1e12, which no model of what was observed says anything about.</summary>
    internal double Expected(double time)
    {
        if (time > Longest)
        {
            return double.NaN;
        }

        var begin = FirstFrom(Small / ((_shape + 1) * time));
        var (zeroth, first) = (_zeroth[begin], _first[begin]);
        var sum = _shape * time * (zeroth - ((_shape + 1) * time * first / 2));
        for (var index = begin; index < _count; index++)
        {
            var chance = _chances[index];
            sum += _weights[index] / chance * (1 - Math.Exp(-_shape * Math.Log(1 + (chance * time))));
        }

        return sum / _whole;
    }

    /// <summary>The logarithm of p^a (1−p)^b′.</summary>
    private static double LogWeight(double a, double goesOn, double y) =>
        y > 0 ? (-goesOn * y) - ((a + goesOn) * Logarithm.OfOnePlus(Math.Exp(-y))) : (a * y) - ((a + goesOn) * Logarithm.OfOnePlus(Math.Exp(y)));

    private int FirstFrom(double chance)
    {
        int low = 0, high = _count - 1;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _chances[middle] >= chance ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
