"""The process that keeps the key of the movement numbers: nobody else has it in memory."""
