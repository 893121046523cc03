namespace PersonaGrain.Catalogs;

/// <summary>What is worked out of a person's purchases and of what all people's purchases say: predictions, and scores of RFM.</summary>
public enum PurchaseComputation
{
    /// <summary>P(alive): the probability that the person has not stopped buying for good.</summary>
    Alive = 1,

    /// <summary>Expected purchases within a time from now.</summary>
    ExpectedPurchases = 2,

    /// <summary>What those are expected to be worth.</summary>
    ExpectedValue = 3,

    /// <summary>As <see cref="ExpectedValue"/>, each purchase discounted for the time until then.</summary>
    LifetimeValue = 4,

    /// <summary>The date by which the next purchase is as likely to have come as not, of somebody who has not stopped.</summary>
    NextPurchase = 5,

    /// <summary>How lately the person bought, 1 to 5.</summary>
    RecencyScore = 6,

    /// <summary>How often, 1 to 5.</summary>
    FrequencyScore = 7,

    /// <summary>For how much, 1 to 5.</summary>
    MonetaryScore = 8,

    /// <summary>The segment of the three scores, such as <c>Champions</c>.</summary>
    RfmSegment = 9,
}
