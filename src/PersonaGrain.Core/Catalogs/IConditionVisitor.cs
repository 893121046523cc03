namespace PersonaGrain.Catalogs;

/// <summary>
/// What is done with a condition, for every kind there is. A new kind gets a method here, without a default: then nothing that
/// writes, compiles, searches or draws conditions compiles until it has answered for it.
/// </summary>
/// <typeparam name="T">What comes of it.</typeparam>
public interface IConditionVisitor<out T>
{
    /// <summary>Answers for <see cref="ConditionDocument.All"/>.</summary>
    T Visit(ConditionDocument.All condition);

    /// <summary>Answers for <see cref="ConditionDocument.Any"/>.</summary>
    T Visit(ConditionDocument.Any condition);

    /// <summary>Answers for <see cref="ConditionDocument.Not"/>.</summary>
    T Visit(ConditionDocument.Not condition);

    /// <summary>Answers for <see cref="ConditionDocument.Count"/>.</summary>
    T Visit(ConditionDocument.Count condition);

    /// <summary>Answers for <see cref="ConditionDocument.Sum"/>.</summary>
    T Visit(ConditionDocument.Sum condition);

    /// <summary>Answers for <see cref="ConditionDocument.Seen"/>.</summary>
    T Visit(ConditionDocument.Seen condition);

    /// <summary>Answers for <see cref="ConditionDocument.Regularly"/>.</summary>
    T Visit(ConditionDocument.Regularly condition);

    /// <summary>Answers for <see cref="ConditionDocument.Stopped"/>.</summary>
    T Visit(ConditionDocument.Stopped condition);

    /// <summary>Answers for <see cref="ConditionDocument.Restarted"/>.</summary>
    T Visit(ConditionDocument.Restarted condition);
    /// <summary>Answers for <see cref="ConditionDocument.NotSince"/>.</summary>
    T Visit(ConditionDocument.NotSince condition);

    /// <summary>Answers for <see cref="ConditionDocument.Sequence"/>.</summary>
    T Visit(ConditionDocument.Sequence condition);

    /// <summary>Answers for <see cref="ConditionDocument.Trait"/>.</summary>
    T Visit(ConditionDocument.Trait condition);

    /// <summary>Answers for <see cref="ConditionDocument.TraitDate"/>.</summary>
    T Visit(ConditionDocument.TraitDate condition);

    /// <summary>Answers for <see cref="ConditionDocument.TraitElement"/>.</summary>
    T Visit(ConditionDocument.TraitElement condition);

    /// <summary>Answers for <see cref="ConditionDocument.Score"/>.</summary>
    T Visit(ConditionDocument.Score condition);

    /// <summary>Answers for <see cref="ConditionDocument.Standing"/>.</summary>
    T Visit(ConditionDocument.Standing condition);

    /// <summary>Answers for <see cref="ConditionDocument.Account"/>.</summary>
    T Visit(ConditionDocument.Account condition);

    /// <summary>Answers for <see cref="ConditionDocument.Segment"/>.</summary>
    T Visit(ConditionDocument.Segment condition);
}
