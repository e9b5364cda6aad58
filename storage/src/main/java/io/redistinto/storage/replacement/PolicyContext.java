package io.redistinto.storage.replacement;

import io.redistinto.storage.entries.Arena;
import io.redistinto.storage.expiry.Deadlines;
import io.redistinto.storage.index.Records;
import io.redistinto.storage.index.ReferenceOrder;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * What a policy may look at to choose a victim.
 *
 * @param samples how many values a policy that samples compares
 */
public record PolicyContext(
    Arena arena,
    Records records,
    ReferenceOrder order,
    Deadlines deadlines,
    UseCounts uses,
    SplittableRandom random,
    IntSupplier samples) {}
